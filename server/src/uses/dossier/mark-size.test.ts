import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hex, STEP_BOUNDS } from '@counterpart/protocol'
import { bringBack, two } from '../_brought-back.ts'
import { malformed, newHostile } from '../_hostile.ts'
import { checkRoots } from '../_roots.ts'
import { agree, headsOf, lineOf, RELATION, say, talk } from '../_talk.ts'
import { newSide } from '../_world.ts'
import { writes } from '../_writes.ts'
import { entryOf } from '../log/entry.ts'
import { rootAt } from '../log/heads.ts'
import { receive } from '../receive/receive.ts'

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
    assert.equal(kept.root, hex(rootAt((await reader.heads()).theirs)))
  })
})

test('EPOCH-9 MARK-6 however much came while nothing could be signed, the next log settles it', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  await bringBack(b)
  for (let from = 0; from < 10_000; from += 400)
    await writes(
      a,
      Array.from({ length: 400 }, (_, at) => malformed(`"${from + at}"`)),
    )
  await assert.rejects(say(b, lineOf(b, a)), { code: 'held-start' })
  await two(b)
  for (let round = 0; b.relation(RELATION).start !== 'confirmed'; round++) {
    assert.ok(round < 40)
    await say(b, lineOf(b, a))
  }
  const { ours, theirs } = await headsOf(b)
  assert.deepEqual([ours.epoch, ours.running], [2, theirs.size])
  await talk(a, b)
  assert.deepEqual((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
  await checkRoots(b, a)
  assert.equal(a.relation(RELATION).diverged.size, 0)
  const told = await a.store.read(RELATION, (reader) => reader.incidents(100))
  assert.ok(!told.some(({ code }) => code === 'verdict-differs'))
})
