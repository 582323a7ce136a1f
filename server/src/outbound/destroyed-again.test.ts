import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { NodeError } from '../errors.ts'
import type { DeletionRow } from '../store/store.ts'
import { damaged } from '../uses/_damaged.ts'
import { closed, ends, read, two } from '../uses/_retained.ts'
import { RELATION } from '../uses/_talk.ts'
import { countedHere, findUnremoved } from '../uses/retention/destroy-again.ts'
import { ask, bring, pair } from './_fetching.ts'

test('RETENTION-14 the word of the other side counts at once where it says that something never left it, and else once it is over, where that can be read', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  const [part] = (await ends(a, dossier)).ends
  assert.ok(part?.at && part.at > a.time.now)
  const of = { leaf: part.leaf, name: part.name, record: dossier, time: 1, final: 2 }
  const said: DeletionRow[] = [
    { ...of, side: 'aaa', why: 'time' },
    { ...of, side: 'bbb', why: 'undelivered' },
    { ...of, side: 'bbb', why: 'time' },
    { ...of, side: 'bbb', why: 'recall' },
  ]
  const counted = await read(a, (reader) => countedHere(a.node, a.relation(RELATION), said, reader))
  assert.deepEqual(counted, said.slice(0, 2))
  a.time.now = part.at
  for (const code of ['entry-damaged', 'dossier-too-large'] as const) {
    const large = damaged(a.store, () => ({
      dossierEntries: () => Promise.reject(new NodeError({ code })),
    }))
    const found = large.read(RELATION, (reader) => countedHere(a.node, a.relation(RELATION), said, reader))
    assert.deepEqual(await found, said.slice(0, 2), code)
  }
})

test('RETENTION-2 a file that was refused, and is on the disk where the process ended before it went, goes', async () => {
  const both = await pair()
  const { b, disk } = both
  const file = await bring(both.keeps.a, randomBytes(10))
  const leaf = await ask(both, file)
  const relation = b.relation(RELATION)
  disk.set(file.digest, Buffer.alloc(10))
  for (const [from, to, goes] of [
    ['wanted', 'here', false],
    ['here', 'refused', true],
    ['refused', 'destroyed', true],
  ] as const) {
    await b.store.locked(RELATION, (writer) => writer.moveFile(leaf, file.digest, [from], to))
    relation.unremoved.clear()
    await findUnremoved(b.node, relation)
    assert.equal(relation.unremoved.has(file.digest), goes, to)
  }
})
