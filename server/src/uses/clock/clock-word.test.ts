import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { heldOf } from '../../views/line-view.ts'
import { bringBack, two } from '../_brought-back.ts'
import { entry, newHostile } from '../_hostile.ts'
import { agree, ask, headsOf, lineOf, RELATION, say } from '../_talk.ts'
import { channelTo, newSide, pass, type Side } from '../_world.ts'
import { receive } from '../receive/receive.ts'
import { tick } from '../tick.ts'
import { confirmClock, isClockHeld } from './clock-word.ts'

const HOUR = 3600

/** Both agree on everything but the time: `b` states one that is false by so much. */
async function apart(by: number): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  b.time.now += by
  await a.restart()
  await say(a, channelTo(b, RELATION))
  return [a, b]
}

interface Case {
  id: string
  input: { tolerance: number; stated: number; confirmed: number | null; run: 'this' | 'earlier' | null }
  expected?: 'records'
}

test('CLOCK-1 CLOCK-2 a node is held as the vectors say', async () => {
  const { node, relation: of } = await newSide('aaa', [RELATION], 1)
  const relation = of(RELATION)
  const at = { clock: node.clock(), monotonic: node.monotonic() }
  const path = new URL(`../../../../spec/vectors/${'clocks'}.json`, import.meta.url)
  for (const { id, input, expected } of JSON.parse(readFileSync(path, 'utf8')) as Case[]) {
    const { tolerance, stated, confirmed, run } = input
    const ownClock = confirmed === null ? null : { difference: confirmed, at: run === 'this' ? at : null }
    Object.assign(relation, { tolerance })
    Object.assign(relation.line, { clockDifference: stated, compared: at, ownClock })
    assert.equal(isClockHeld(node, relation), expected === undefined, id)
  }
})

const confirm = (side: Side) =>
  confirmClock(side.node, side.relation(RELATION), ['one', 'two'], 'a radio clock')

test('CLOCK-1 a stated time holds the recording, and is asked for again until both agree', async () => {
  const [a, b] = await apart(2 * HOUR)
  await assert.rejects(ask(a), { code: 'held-clock' })
  b.time.now -= 2 * HOUR
  await say(a, channelTo(b, RELATION))
  await assert.rejects(ask(a), { code: 'held-clock' })
  pass(600, a, b)
  await say(a, channelTo(b, RELATION))
  await ask(a)
})

test('CLOCK-2 a false time holds nobody whose operators compared their clock, whatever is stated after', async () => {
  const [a, b] = await apart(-1_000_000)
  await assert.rejects(confirmClock(a.node, a.relation(RELATION), ['one', ' One'], 'a radio clock'), {
    code: 'same-officer',
  })
  await confirm(a)
  await ask(a)
  b.time.now += 9_000_000
  a.relation(RELATION).doubted.open = true
  await say(a, channelTo(b, RELATION))
  await ask(a)
  const [incident] = await a.store.read(RELATION, (reader) => reader.incidents())
  assert.equal(incident?.code, 'clock-confirmed')
  assert.deepEqual(incident?.detail, {
    operators: ['one', 'two'],
    checked: 'a radio clock',
    difference: -1_000_000,
  })
})

test('CLOCK-2 the word of operators ends when the clock is set, and does not outlive a start with another time', async () => {
  const [a, b] = await apart(2 * HOUR)
  await confirm(a)
  a.time.now += HOUR
  await assert.rejects(ask(a), { code: 'held-clock' })
  // Also when the two were compared again since.
  a.relation(RELATION).doubted.open = true
  await say(a, channelTo(b, RELATION))
  await assert.rejects(ask(a), { code: 'held-clock' })
  a.time.now -= HOUR
  a.relation(RELATION).doubted.open = true
  await say(a, channelTo(b, RELATION))
  await ask(a)
  await a.restart()
  await say(a, channelTo(b, RELATION))
  await ask(a)
  b.time.now += HOUR
  await a.restart()
  await say(a, channelTo(b, RELATION))
  await assert.rejects(ask(a), { code: 'held-clock' })
})

test('CLOCK-2 where both clocks agree there is nothing to confirm', async () => {
  const [a] = await apart(0)
  await assert.rejects(confirm(a), { code: 'clock-agrees' })
})

test('CLOCK-1 a clock that was set dates nothing of the other side either, and what waits comes once it is right', async () => {
  for (const wrong of [HOUR, -HOUR, 365 * 24 * HOUR]) {
    const [a, b] = await apart(0)
    await ask(b)
    const before = await headsOf(a)
    a.time.now += wrong
    await assert.rejects(say(b, channelTo(a, RELATION)), { code: 'held-clock' })
    await assert.rejects(say(a, channelTo(b, RELATION)), { code: 'held-clock' })
    assert.deepEqual(await headsOf(a), before)
    assert.equal(heldOf(a.node, a.relation(RELATION)), 'held-clock')
    a.time.now -= wrong
    await say(b, channelTo(a, RELATION))
    const { ours, theirs } = await headsOf(a)
    assert.equal(theirs.size, before.theirs.size + 1)
    assert.ok(ours.time <= a.time.now, `${ours.time - a.time.now}`)
  }
})

test('CLOCK-2 a log that was dated ahead holds its node, shown, until two operators say so or its time has come', async () => {
  const [a, b] = await apart(0)
  const relation = a.relation(RELATION)
  // Without a line nobody could tell.
  Object.assign(relation.line, { clockDifference: null, compared: null })
  a.time.now += 1000 * HOUR
  await ask(a)
  const { time } = (await headsOf(a)).ours
  a.time.now -= 1000 * HOUR
  await assert.rejects(ask(a), { code: 'held-clock' })
  await tick(a.node, relation)
  assert.equal(heldOf(a.node, relation), 'held-clock')
  await confirm(a)
  await ask(a)
  await a.restart()
  await say(a, channelTo(b, RELATION))
  await ask(b)
  await say(b, channelTo(a, RELATION))
  assert.equal((await headsOf(a)).ours.time, time)
  assert.equal(heldOf(a.node, a.relation(RELATION)), null)
  // Their word is of that time, and of no later one.
  Object.assign(a.relation(RELATION).line, { clockDifference: null, compared: null })
  a.time.now += 2000 * HOUR
  await ask(a)
  a.time.now -= 2000 * HOUR
  await assert.rejects(ask(a), { code: 'held-clock' })
})

test('CLOCK-2 the word of operators on a log dated ahead outlasts the mark that is dated by a later receipt', async () => {
  const [a, b] = await apart(0)
  Object.assign(a.relation(RELATION).line, { clockDifference: null, compared: null })
  a.time.now += 5 * HOUR
  await ask(a)
  const { time } = (await headsOf(a)).ours
  a.time.now -= 5 * HOUR
  // Given while the clock was wrong, after that entry.
  a.relation(RELATION).receipt = time + 1
  await confirm(a)
  await a.restart()
  a.relation(RELATION).receipt = time + 1
  await say(a, channelTo(b, RELATION))
  await ask(b)
  await say(b, channelTo(a, RELATION))
  assert.equal((await headsOf(a)).ours.time, time + 1)
  await ask(a)
})

test('CLOCK-3 whatever time an entry says, it is taken and told, and its log goes on', async () => {
  for (const [time, told] of [
    [0, 'time-lowered'],
    [9_000_000_000_000, 'time-ahead'],
    [Number.MAX_SAFE_INTEGER, 'time-ahead'],
  ] as const) {
    const a = await newSide('aaa', [RELATION], 1)
    const b = await newSide('bbb', [RELATION], 2)
    await agree(a, b)
    const hostile = newHostile()
    const rows = await a.store.read(RELATION, (reader) =>
      reader.entries('aaa', 0, { entries: 99, bytes: 1e6 }),
    )
    hostile.entries = rows.map((row) => ({ header: row.bytes, parts: [] }))
    const seen = (await headsOf(b)).ours.size
    for (const title of ['one', 'two']) hostile.entries.push(entry({ time, seen, kept: { title } }))
    const step = hostile.step({ start: rows.length })
    assert.equal((await receive(b.node, b.relation(RELATION), step)).kind, 'answer')
    const codes = (await b.store.read(RELATION, (reader) => reader.incidents())).map(({ code }) => code)
    assert.ok(codes.includes(told))
    await ask(b)
  }
})

for (const lacks of [true, false])
  test(`CLOCK-1 EPOCH-9 a node that was brought back${lacks ? ' and lacks something' : ''} dates no next log by a clock that differs`, async () => {
    const [a, b] = await apart(0)
    if (lacks) await ask(a)
    await bringBack(b)
    b.time.now += 365 * 24 * HOUR
    await assert.rejects(say(b, lineOf(b, a)), { code: 'held-start' })
    await two(b)
    for (let times = 0; times < 3; times++) await assert.rejects(say(b, lineOf(b, a)), { code: 'held-clock' })
    assert.equal((await headsOf(b)).ours.epoch, 1)
    b.time.now = a.time.now
    while ((await say(b, lineOf(b, a))) === 'more');
    const { ours } = await headsOf(b)
    assert.equal(ours.epoch, 2)
    assert.ok(ours.time <= a.time.now, `${ours.time - a.time.now}`)
  })
