import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '@counterpart/protocol'
import { entry, newHostile } from '../_hostile.ts'
import { RELATION } from '../_talk.ts'
import { newSide } from '../_world.ts'
import { receive } from './receive.ts'

test('ANSWER-4 ANSWER-6 another entry that nobody signed is no fork', async () => {
  const b = await newSide('bbb', [RELATION], 2)
  b.relation(RELATION).start = 'confirmed'
  const give = async (step: Step) => {
    const received = await receive(b.node, b.relation(RELATION), step)
    return received.kind === 'refused' ? received.code : 'answered'
  }
  const hostile = newHostile()
  hostile.entries = [entry(), entry({ time: 1_700_000_001 })]
  const step = hostile.step()
  assert.equal(await give(step), 'answered')
  assert.equal(await give({ ...step, entries: [entry({ time: 3 }), entry()] }), 'bad-root')
  assert.equal(await give(hostile.step({ start: 1, entries: [entry()] })), 'bad-root')
  const incidents = await b.store.read(RELATION, (reader) => reader.incidents())
  assert.deepEqual(
    incidents.map(({ code }) => code),
    ['bad-root'],
  )
})
