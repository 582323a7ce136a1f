import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeStep, type Step } from '@counterpart/protocol'
import { entry, newHostile } from '../uses/_hostile.ts'
import { RELATION } from '../uses/_talk.ts'
import { newSide, sealingKeyOf } from '../uses/_world.ts'
import { sealMessage } from '../wire/seal.ts'
import { answerSealed } from './answer.ts'

test('SYNC-17 what was refused for what it says is owed; what could not be taken in for how this node is, is not', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  const relation = b.relation(RELATION)
  relation.start = 'confirmed'
  const [ours, theirs] = [sealingKeyOf('bbb'), sealingKeyOf('aaa')]
  const peer = { relation, seals: { ours, theirs } }
  const hostile = newHostile()
  hostile.entries = [entry(), entry({ time: 1_700_000_001 })]
  async function give(step: Step): Promise<{ entries: number; refused?: boolean; code: string }> {
    const seals = { ours: theirs, theirs: ours }
    const sealed = await sealMessage(a.relation(RELATION), seals, encodeStep(step))
    const work = { entries: 0 }
    const code = await answerSealed(b.node, peer, sealed, work).then(
      () => 'answered',
      (error: { code: string }) => error.code,
    )
    return { ...work, code }
  }
  const step = hostile.step()
  assert.deepEqual(await give({ ...step, entries: step.entries.toReversed() }), {
    entries: 0,
    code: 'bad-root',
    refused: true,
  })
  b.store.failNext('before', 'commit')
  assert.deepEqual(await give(step), { entries: 0, code: 'unavailable', refused: false })
  const taken = await give(step)
  assert.deepEqual([taken.code, taken.refused], ['answered', undefined])
  assert.ok(taken.entries >= 2)
})
