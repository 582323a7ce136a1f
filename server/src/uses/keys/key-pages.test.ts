/** A log may have any number of changes of keys that change nothing. Whoever starts reads them all. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Reader } from '../../store/store.ts'
import { agree, RELATION, talk } from '../_talk.ts'
import { newSide } from '../_world.ts'
import { writes } from '../_writes.ts'
import { newKeyed, readKeys } from './key-record.ts'
import { rotateKey } from './rotate.ts'

test('KEYS-2 SYNC-17 changes of keys are read by pages, and others have their turn between them', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  await rotateKey(b.node, b.relation(RELATION), { use: 'custody' })
  await talk(a, b)
  const [row] = await b.store.read(RELATION, (reader) => reader.keyChanges(0, 0, 1))
  assert.ok(row)
  const [parts = []] = (await b.store.read(RELATION, (reader) => reader.parts([row.leaf]))).values()
  const given = parts.flatMap((part) => (part.state === 'held' ? [part] : []))
  const copy = {
    header: row.bytes,
    parts: given.map(({ name, salt, bytes }) => ({ name, salt, bytes })),
  }
  await writes(
    b,
    Array.from({ length: 130 }, () => copy),
  )
  await talk(a, b)
  await rotateKey(b.node, b.relation(RELATION), { use: 'seal' })
  await talk(a, b)
  const relation = a.relation(RELATION)
  const { keyed } = relation
  relation.keyed = newKeyed(relation.exchanged)
  let [turns, ended] = [0, false]
  const other = () => {
    turns += 1
    if (!ended) setImmediate(other)
  }
  setImmediate(other)
  const sizes: number[] = []
  const counting = (reader: Reader): Reader =>
    Object.assign(Object.create(reader) as Reader, {
      heads: () => reader.heads(),
      keyChanges: async (...page: [number, number, number]) => {
        const rows = await reader.keyChanges(...page)
        sizes.push(rows.length)
        return rows
      },
    })
  await a.store.read(RELATION, (reader) => readKeys(relation, counting(reader)))
  ended = true
  assert.equal(relation.keyed.changes.length, 2)
  assert.deepEqual(relation.keyed, keyed)
  assert.equal(
    sizes.reduce((sum, size) => sum + size),
    132,
  )
  assert.ok(Math.max(...sizes) < 100)
  assert.ok(turns >= sizes.length - 1, `${turns} turns, ${sizes.length} pages`)
})
