import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LinkFailure } from '../../wire/link.ts'
import { allow, bringBack, two } from '../_brought-back.ts'
import { agree, ask, headsOf, lineOf, RELATION, say, talk } from '../_talk.ts'
import { newSide, pass, type Side } from '../_world.ts'
import { receive } from '../receive/receive.ts'

const MORE_THAN_A_DAY = 300

/** `a` has recorded this much, and `b` has signed that it holds it. */
async function delivered(entries: number): Promise<[Side, Side]> {
  const [a, b] = await pair()
  while ((await headsOf(a)).ours.size < entries) {
    await Promise.all(Array.from({ length: 20 }, () => ask(a)))
    await talk(a, b)
  }
  return [a, b]
}

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

/** Whoever has the keys of `b` says to `a` that it holds so much. Entries that it hears, and the first of them. */
async function claim(a: Side, b: Side, holds: number) {
  const { id, ours: from, theirEpoch } = { ...b.relation(RELATION), theirEpoch: 1 }
  const nonce = new Uint8Array(16).fill(holds % 251)
  const received = await receive(a.node, a.relation(RELATION), {
    relation: id,
    from,
    epoch: theirEpoch,
    start: (await headsOf(b)).ours.size,
    entries: [],
    checkpoint: null,
    cosignature: null,
    holds,
    held: null,
    nonce,
  })
  assert.equal(received.kind, 'answer')
  return received.kind === 'answer'
    ? { start: received.step.start, entries: received.step.entries.length }
    : null
}

async function incidentsOf(side: Side): Promise<string[]> {
  const rows = await side.store.read(RELATION, (reader) => reader.incidents(100))
  return rows.map(({ code }) => code)
}

test('GIVE-12 who says that it holds nothing does not get the log once more, and operators learn that it asked', async () => {
  const [a, b] = await delivered(MORE_THAN_A_DAY)
  const { ours } = await headsOf(a)
  pass(120, a, b)
  let had = 0
  for (let holds = 0; had <= MORE_THAN_A_DAY; ) {
    const heard = await claim(a, b, holds)
    assert.ok(heard)
    if (heard.start > holds || heard.entries === 0) break
    had += heard.entries
    holds += heard.entries
  }
  assert.ok(had > 0 && had <= 256, `${had} of ${ours.size}`)
  assert.deepEqual(await claim(a, b, 0), { start: ours.size, entries: 0 })
  assert.deepEqual(
    (await incidentsOf(a)).filter((code) => code === 'give-back-asked'),
    ['give-back-asked'],
  )
  // What is new goes out as ever.
  await ask(a)
  await talk(a, b)
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  await allow(a)
  assert.equal((await claim(a, b, 0))?.start, 0)
})

test('GIVE-12 a question that crossed a receipt is answered from the receipt on, and nobody is told', async () => {
  const [a, b] = await delivered(40)
  const { size } = (await headsOf(a)).ours
  assert.deepEqual(await claim(a, b, 5), { start: size, entries: 0 })
  assert.ok(!(await incidentsOf(a)).includes('give-back-asked'))
  pass(120, a, b)
  assert.equal((await claim(a, b, 5))?.start, 5)
})

test('GIVE-12 who was brought back and lacks more than that waits for the word, and hears so', async () => {
  const [a] = await delivered(MORE_THAN_A_DAY)
  const old = await newSide('bbb', [RELATION], 9)
  await bringBack(old)
  const line = lineOf(old, a)
  await assert.rejects(say(old, line), { code: 'rolled-back' })
  await two(old)
  await allow(a)
  // Its own log comes back, and then the line is down for longer than their word lasts.
  const broken = {
    ...line,
    giveBack: (...[asked, signal]: Parameters<typeof line.giveBack>) =>
      asked.log === 'bbb' ? line.giveBack(asked, signal) : Promise.reject(new LinkFailure('line-down')),
  }
  await assert.rejects(say(old, broken), { code: 'line-down' })
  const lost = (await headsOf(a)).ours.size - (await headsOf(old)).theirs.size
  assert.ok(lost > MORE_THAN_A_DAY - 5, `${lost}`)
  pass(25 * 60 * 60, a, old)
  assert.equal(await say(old, line), 'more')
  for (let times = 0; times < 3; times++) await assert.rejects(say(old, line), { code: 'not-given' })
  assert.ok((await headsOf(old)).theirs.size <= 256)
  assert.ok((await incidentsOf(a)).includes('give-back-asked'))
  await allow(a)
  await say(old, line)
  await talk(a, old)
  assert.equal((await headsOf(old)).theirs.size, (await headsOf(a)).ours.size)
})

test('GIVE-12 what is asked for several times at once, or on two sides of a midnight, is not more', async () => {
  const [a, b] = await delivered(MORE_THAN_A_DAY)
  pass(120, a, b)
  const had = async (many: readonly number[]) => {
    const heard = await Promise.all(many.map((holds) => claim(a, b, holds)))
    return heard.reduce((sum, one) => sum + (one?.entries ?? 0), 0)
  }
  let sum = await had([0, 0, 0, 0])
  for (let more = -1; more !== 0; sum += more) more = await had([0])
  assert.ok(sum > 0 && sum <= 256, `${sum}`)
  pass(23 * 60 * 60, a, b)
  assert.equal(await had([0, 1, 2]), 0)
  pass(2 * 60 * 60, a, b)
  assert.ok((await had([0])) > 0)
})
