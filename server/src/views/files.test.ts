import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { ask, bring, fetching, line, pair, stateAt } from '../outbound/_fetching.ts'
import { ERRAND } from '../uses/_pacts.ts'
import { RELATION } from '../uses/_talk.ts'
import type { Side } from '../uses/_world.ts'
import { look } from './look.ts'
import { ladderOf } from './rungs.ts'

function fileAt(side: Side, dossier: string) {
  return look(side.node, side.relation(RELATION), async (at) => {
    const row = (await at.reader.dossier(dossier)) ?? assert.fail()
    const declared = side.node.procedures.get(ERRAND)?.procedure ?? assert.fail()
    const { name, type, shown } = (await ladderOf(at, row, declared)).rungs[0]?.files[0] ?? assert.fail()
    return { name, type, shown }
  })
}

test('whoever gets a file is told what it is by what is in it, which is looked at once, and not by its sender', async () => {
  const both = await pair()
  const { a, b, keeps } = both
  const file = await bring(keeps.a, randomBytes(1000))
  const dossier = await ask(both, { ...file, name: 'plan.pdf', type: 'application/pdf' })
  assert.deepEqual(await fileAt(b, dossier), { name: 'plan.pdf', type: null, shown: false })
  await fetching(b, line(a), async () => (await stateAt(b, dossier)) === 'held')
  let reads = 0
  const { folder } = keeps.b
  const { read } = folder
  folder.read = (...asked) => {
    reads += 1
    return read.apply(folder, asked)
  }
  for (let times = 0; times < 2; times++) {
    const found = await fileAt(b, dossier)
    assert.deepEqual(found, { name: 'plan.pdf', type: 'application/octet-stream', shown: false })
    assert.equal(reads, 1)
  }
})
