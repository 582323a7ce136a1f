import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { verifyEvidence } from '@counterpart/protocol'
import { unzipSync } from 'fflate'
import { ask, bring, fetching, line, pair, stateAt } from '../outbound/_fetching.ts'
import { RELATION, talk } from '../uses/_talk.ts'
import { sidesOf } from '../uses/keys/key-steps.ts'
import { look } from './look.ts'
import { evidenceFile } from './proof.ts'

test('EVIDENCE-4 evidence of a dossier with a file that the other side has confirmed holds on both sides', async () => {
  const both = await pair()
  const { a, b } = both
  const file = await bring(both.keeps.a, randomBytes(1000))
  const leaf = await ask(both, file)
  await fetching(b, line(a), async () => (await stateAt(b, leaf)) === 'held')
  await talk(b, a)
  await talk(a, b)
  for (const side of [a, b]) {
    const relation = side.relation(RELATION)
    const { bytes } = await look(side.node, relation, (at) => evidenceFile(at, leaf))
    const members = new Map(Object.entries(unzipSync(bytes)))
    assert.ok(members.has(`files/${file.digest}`))
    const found = verifyEvidence(members, sidesOf(relation), side.node.verifier)
    assert.deepEqual(
      found.filter(({ kind }) => kind === 'refused'),
      [],
    )
    assert.equal(found.filter(({ code }) => code === 'file-matches').length, 1)
    const confirmed = found.filter((one) => one.code === 'delivered' && one.header?.kind === 'held')
    assert.equal(confirmed.length, 1)
  }
})
