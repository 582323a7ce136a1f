import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bringBack, two } from '../_brought-back.ts'
import { mark } from '../_hostile.ts'
import { agree, ask, headsOf, lineOf, RELATION, say, talk } from '../_talk.ts'
import { newSide, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import { markedRoot } from '../log/chain.ts'

/** One that is brought back, and one that has written such a mark over its act meanwhile; until the next log has begun. */
async function beganAfter(root: 'true' | 'false' | null): Promise<Side> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a)
  const { size } = (await headsOf(a)).ours
  const held = await a.store.read(RELATION, (reader) => markedRoot(reader, a.relation(RELATION), 'aaa', size))
  await bringBack(a)
  const kept = { root: root === 'true' ? held : 'f'.repeat(64), states: '0'.repeat(64), verdicts: [] }
  if (root !== null) await writes(b, [mark({ seen: size, kept })])
  for (let round = 0; round < 8; round++) {
    await say(a, lineOf(a, b)).catch(() => undefined)
    if (round === 1) await two(a)
  }
  assert.equal((await headsOf(a)).ours.epoch, 2)
  assert.ok(await a.store.read(RELATION, (reader) => reader.dossier(dossier)))
  await talk(a, b)
  return a
}

const differs = async (side: Side) =>
  (await side.store.read(RELATION, (reader) => reader.incidents()))
    .filter(({ code }) => code === 'verdict-differs')
    .map(({ detail }) => (detail as { why?: string }).why)

test('MARK-7 a false root in a mark that came while nothing could be signed is found before the next log begins, once', async () => {
  const a = await beganAfter('false')
  assert.deepEqual(await differs(a), ['root'])
  await a.restart()
  assert.deepEqual(await differs(a), ['root'])
})

test('MARK-7 another outcome in such a mark is found too', async () => {
  assert.deepEqual(await differs(await beganAfter('true')), [undefined])
})

test('MARK-7 of whoever says what is so nothing is told', async () => {
  assert.deepEqual(await differs(await beganAfter(null)), [])
})
