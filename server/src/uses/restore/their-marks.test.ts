import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bringBack, two } from '../_brought-back.ts'
import { unawareOfLowered } from '../_damaged.ts'
import { entry, mark } from '../_hostile.ts'
import { agree, ask, headsOf, lineOf, RELATION, say, talk } from '../_talk.ts'
import { newSide, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import { markedRoot } from '../log/chain.ts'

type Said = { mark: 'root' | 'lowered'; is: 'true' | 'false' } | 'act'

/**
 * One that is brought back, and one that has written so much over its act meanwhile; until the next log has begun. A lowered mark
 * states the root of its own `seen`. `isUnaware`: what came is stored as before it was kept which marks are lowered.
 */
async function beganAfter(said: readonly Said[], isUnaware = false): Promise<Side> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a)
  const { size } = (await headsOf(a)).ours
  const rootAt = (seen: number) =>
    a.store.read(RELATION, (reader) => markedRoot(reader, a.relation(RELATION), 'aaa', seen))
  const [held, lower] = [await rootAt(size), await rootAt(1)]
  await bringBack(a)
  if (isUnaware) a.node.store = unawareOfLowered(a.node.store)
  const by = { time: b.time.now, office: 'bbb-office', officer: 'bbb-1' }
  const written = said.map((one) => {
    if (one === 'act') return entry({ ...by, seen: size, kept: { title: 'invented' } })
    const [seen, root] = one.mark === 'lowered' ? [1, lower] : [size, held]
    const kept = { root: one.is === 'true' ? root : 'f'.repeat(64), states: '0'.repeat(64), verdicts: [] }
    return mark({ seen, kept })
  })
  if (written.length > 0) await writes(b, written)
  for (let round = 0; round < 8; round++) {
    await say(a, lineOf(a, b)).catch(() => undefined)
    if (round === 1) await two(a)
  }
  assert.equal((await headsOf(a)).ours.epoch, 2)
  assert.ok(await a.store.read(RELATION, (reader) => reader.dossier(dossier)))
  await talk(a, b)
  return a
}

const [good, wrong] = [{ mark: 'root', is: 'true' } as const, { mark: 'root', is: 'false' } as const]
const lowered = { mark: 'lowered', is: 'true' } as const

const differs = async (side: Side) =>
  (await side.store.read(RELATION, (reader) => reader.incidents()))
    .filter(({ code }) => code === 'verdict-differs')
    .map(({ detail }) => (detail as { why?: string }).why)

test('MARK-7 a false root in a mark that came while nothing could be signed is found before the next log begins, once', async () => {
  const a = await beganAfter([wrong])
  assert.deepEqual(await differs(a), ['root'])
  await a.restart()
  assert.deepEqual(await differs(a), ['root'])
})

test('MARK-7 another outcome in such a mark is found too', async () => {
  assert.deepEqual(await differs(await beganAfter([good])), [undefined])
  assert.deepEqual(await differs(await beganAfter(['act', good])), [undefined])
})

test('MARK-7 of whoever says what is so nothing is told', async () => {
  assert.deepEqual(await differs(await beganAfter([])), [])
})

for (const isUnaware of [false, true])
  test(`MARK-4 MARK-7 a lowered mark among them${isUnaware ? ', before that was kept,' : ''} is not compared, and hides no false root behind it`, async () => {
    assert.deepEqual(await differs(await beganAfter(['act', lowered, good], isUnaware)), [undefined])
    assert.deepEqual(await differs(await beganAfter(['act', lowered, wrong], isUnaware)), ['root'])
  })

test('MARK-7 of several marks over one size that came then the first is compared, and no other', async () => {
  assert.deepEqual(await differs(await beganAfter(['act', good, wrong])), [undefined])
})
