import assert from 'node:assert/strict'
import { test } from 'node:test'
import { STEP_BOUNDS } from '@counterpart/protocol'
import { malformed, newHostile } from './_hostile.ts'
import { RELATION } from './_talk.ts'
import { newSide } from './_world.ts'
import { entryOf } from './entry.ts'
import { receive } from './receive.ts'

test('ANSWER-4 MARK-6 as many entries without effect as a message may have are held and settled by one mark', async () => {
  const b = await newSide('bbb', [RELATION], 2)
  b.relation(RELATION).start = 'confirmed'
  const hostile = newHostile()
  hostile.entries = Array.from({ length: STEP_BOUNDS.entries }, (_, at) => malformed(`"${at}"`))
  const received = await receive(b.node, b.relation(RELATION), hostile.step())
  assert.equal(received.kind === 'answer' && received.step.cosignature?.size, STEP_BOUNDS.entries)
  await b.store.read(RELATION, async (reader) => {
    const [row] = await reader.tail('bbb', null, 1)
    assert.ok(row)
    const { kept } = entryOf(row, (await reader.parts([row.leaf])).get(row.leaf) ?? [])
    assert.ok(Array.isArray(kept?.verdicts))
    assert.equal(kept.verdicts.length, STEP_BOUNDS.entries)
  })
})
