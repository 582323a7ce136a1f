import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeStep, type Step } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { bringBack, two } from '../uses/_brought-back.ts'
import { agree, ask, headsOf, RELATION, say, talk } from '../uses/_talk.ts'
import { channelTo, newSide, pass, type Side, seeded } from '../uses/_world.ts'
import { BATCH_BYTES, BATCH_ENTRIES } from '../uses/limits.ts'
import { FIRST_BATCH, paced } from '../uses/send/pace.ts'
import { begin, charge, restOf } from '../uses/time-share.ts'
import { LinkFailure } from '../wire/link.ts'
import type { Channel } from './channel.ts'
import { exchange, makeQuestion, takeAnswer } from './exchange.ts'
import { Sender } from './sender.ts'

const OPTIONS = { fastest: 5, slowest: 40, settle: 5, heartbeat: 60_000, timeout: 1000 }
const nonce = new Uint8Array(16)

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  assert.fail('it did not happen in two seconds')
}

/** Loses what it is told to, and counts. */
function lossy(channel: Channel, line: { up: boolean; tries: number; answers?: boolean }): Channel {
  return {
    async sync(step, signal) {
      line.tries += 1
      if (!line.up) throw new LinkFailure('line-down')
      const answer = await channel.sync(step, signal)
      if (line.answers === false) throw new LinkFailure('line-down')
      return answer
    },
    ask: (asked, signal) => channel.ask(asked, signal),
    announce: (announcement, signal) => channel.announce(announcement, signal),
    late: (place, nonce, signal) => channel.late(place, nonce, signal),
    giveBack: (asked, signal) => channel.giveBack(asked, signal),
    keys: (signal) => channel.keys(signal),
    close: (asked, signal) => channel.close(asked, signal),
  }
}

test('SYNC what is recorded is sent at once, and nothing is dropped while the line is down', async () => {
  const [a, b] = await pair()
  const line = { up: true, tries: 0 }
  const relation = a.relation(RELATION)
  const sender = new Sender(a.node, relation, lossy(channelTo(b, RELATION), line), OPTIONS)
  a.node.events.listen((event) => event.kind === 'due' && sender.poke())
  sender.start()
  await ask(a)
  await until(() => relation.line.waiting === 0)
  line.up = false
  await ask(a)
  await until(() => relation.line.held === 'line-down')
  assert.equal(relation.line.state, 'down')
  assert.equal(relation.line.waiting, 1)
  assert.ok(relation.line.oldest !== null)
  pass(400 * 24 * 3600, a, b)
  line.up = true
  await until(() => relation.line.waiting === 0)
  assert.equal(relation.line.state, 'up')
  await sender[Symbol.asyncDispose]()
})

test('SYNC-17 what answers cost beyond their length is owed, and whoever owes too much is not asked until it is over', async () => {
  const [a, b] = await pair()
  const relation = a.relation(RELATION)
  const { store } = a.node
  a.node.store = {
    ...store,
    open: (...given) => store.open(...given),
    read: (...given) => store.read(...given),
    close: () => store.close(),
    async locked(id, work) {
      await new Promise((resolve) => setTimeout(resolve, 300))
      return store.locked(id, work)
    },
  }
  await ask(a)
  await exchange(a.node, relation, channelTo(b, RELATION), () => AbortSignal.timeout(5000))
  assert.ok(relation.share.owed > 0)
  a.node.store = store
  charge(relation.share, 0, begin(performance.now() - 1_000_000))
  const line = { up: true, tries: 0 }
  const sender = new Sender(a.node, relation, lossy(channelTo(b, RELATION), line), OPTIONS)
  sender.start()
  sender.poke()
  sender.signOfLife()
  await new Promise((resolve) => setTimeout(resolve, 100))
  assert.equal(line.tries, 0)
  relation.share.at -= restOf(relation.share)
  sender.poke()
  await until(() => line.tries > 0)
  await sender[Symbol.asyncDispose]()
})

test('SYNC the pause grows with failures, and any sign of life ends it', async () => {
  const [a, b] = await pair()
  const line = { up: false, tries: 0 }
  const slow = { ...OPTIONS, fastest: 50, slowest: 60_000 }
  const relation = a.relation(RELATION)
  const sender = new Sender(a.node, relation, lossy(channelTo(b, RELATION), line), slow)
  sender.start()
  await ask(a)
  await until(() => line.tries >= 3)
  const { tries } = line
  sender.poke()
  await new Promise((resolve) => setTimeout(resolve, 20))
  assert.equal(line.tries, tries)
  line.up = true
  sender.signOfLife()
  await until(() => relation.line.waiting === 0)
  await sender[Symbol.asyncDispose]()
})

test('SYNC a refusal keeps its pause, however often the other side is heard', async () => {
  const [a] = await pair()
  const relation = a.relation(RELATION)
  let tries = 0
  const refusing = async (): Promise<never> => {
    tries += 1
    throw new LinkFailure('unavailable')
  }
  const options = { ...OPTIONS, fastest: 60_000, slowest: 60_000 }
  const sender = new Sender(
    a.node,
    relation,
    {
      sync: refusing,
      ask: refusing,
      close: refusing,
      late: refusing,
      announce: refusing,
      giveBack: refusing,
      keys: refusing,
    },
    options,
  )
  sender.start()
  await until(() => relation.line.held === 'unavailable')
  for (let heard = 0; heard < 5; heard++) {
    sender.signOfLife()
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  assert.equal(tries, 1)
  await sender[Symbol.asyncDispose]()
})

test('SYNC lost answers cost repeats and nothing else', async () => {
  const [a, b] = await pair()
  const line = { up: true, tries: 0, answers: false }
  const relation = a.relation(RELATION)
  const sender = new Sender(a.node, relation, lossy(channelTo(b, RELATION), line), OPTIONS)
  sender.start()
  await ask(a)
  await until(() => line.tries >= 4)
  line.answers = true
  await until(() => relation.line.waiting === 0)
  await sender[Symbol.asyncDispose]()
  await talk(a, b)
  assert.equal((await headsOf(a)).ours.size, (await headsOf(b)).theirs.size)
})

test('SYNC-5 an answer to another question, of another relation or from us is not taken, and nothing it says counts', async () => {
  const [a, b] = await pair()
  const real = channelTo(b, RELATION)
  const wrong: Partial<Step>[] = [{ nonce }, { from: 'aaa' }, { relation: 'aaa~bbb/other' }]
  const refused = async () => {
    for (const more of wrong) {
      const other = {
        ...real,
        sync: async (step: Step) => ({ ...(await real.sync(step)), holds: 99, ...more }),
      }
      await assert.rejects(say(a, other), { code: 'bad-step' })
      assert.notEqual(a.relation(RELATION).holds, 99)
    }
  }
  await refused()
  // While its log begins anew too.
  await ask(a)
  await bringBack(a)
  await assert.rejects(say(a, real), { code: 'held-start' })
  await two(a)
  await refused()
  await talk(a, b)
})

test('CHECKPOINT a backlog goes in bounded batches that end at stored heads, and an answer cut short counts no receipt', async () => {
  const [a, b] = await pair()
  await Promise.all(Array.from({ length: 700 }, () => ask(a)))
  await Promise.all(Array.from({ length: 700 }, () => ask(b)))
  const relation = a.relation(RELATION)
  for (const side of [a, b]) side.relation(RELATION).line.batch = BATCH_BYTES
  const question = await makeQuestion(a.node, relation, nonce)
  assert.ok(question.entries.length >= BATCH_ENTRIES && question.entries.length < BATCH_ENTRIES + 64)
  const bytes = question.entries.flatMap((entry) => [entry.header, ...entry.parts.map((part) => part.bytes)])
  assert.ok(bytes.reduce((sum, one) => sum + one.length, 0) < 2 * BATCH_BYTES)
  const answer = await channelTo(b, RELATION).sync(question)
  assert.ok(answer.cosignature)
  await takeAnswer(a.node, relation, question, answer)
  const cosigned = await a.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true))
  assert.equal(cosigned?.size, question.start)
  await talk(a, b)
  for (const side of [a, b]) assert.equal(side.relation(RELATION).line.waiting, 0)
  relation.line.batch = 1
  const small = await makeQuestion(a.node, relation, nonce)
  assert.equal(small.entries.length, 0)
})

test('SYNC the next batch is asked before the answer to the last is on the disk, which may fail', async () => {
  const [a, b] = await pair()
  const relation = a.relation(RELATION)
  for (let acts = 0; acts < 200; acts++) await ask(a, `invented question ${acts}`)
  relation.line.batch = 8 * 1024
  const channel: Channel = channelTo(b, RELATION)
  let [asked, ahead, broken] = [0, 0, 0]
  const locked = a.node.store.locked.bind(a.node.store)
  let writing = false
  a.node.store.locked = async (id, work) => {
    writing = true
    try {
      // What was asked meanwhile is not taken in, and is asked again.
      if (ahead === 2 && broken === 0) {
        broken += 1
        throw new NodeError({ code: 'database-busy', message: 'of a test' })
      }
      return await locked(id, work)
    } finally {
      writing = false
    }
  }
  const watched: Channel = {
    ...channel,
    sync: (step, signal) => {
      asked += 1
      relation.line.batch = 8 * 1024
      if (writing) ahead += 1
      return channel.sync(step, signal)
    },
  }
  await using sender = new Sender(a.node, relation, watched, OPTIONS)
  sender.start()
  await until(() => relation.line.waiting === 0 && asked > 4)
  assert.ok(ahead > 2 && broken === 1)
  const [ours, theirs] = [await headsOf(a), await headsOf(b)]
  assert.equal(theirs.theirs.size, ours.ours.size)
})

test('SYNC a line of 2 kB/s on which three of ten questions or answers are lost whole brings both backlogs over', async () => {
  const [a, b] = await pair()
  // Recorded one by one, as officers do: each has a signed head of its own to end a message at.
  for (let i = 0; i < 500; i++) for (const side of [a, b]) await ask(side)
  const random = seeded(7)
  const longest: number[] = []
  let [elapsed, lost] = [0, 0]
  const slow = (to: Side, took: { ms: number }): Channel => {
    const real = channelTo(to, RELATION)
    const carry = (step: Step) => {
      took.ms += encodeStep(step).length / 2
      if (random() < 0.15) {
        lost += 1
        throw new LinkFailure('line-down')
      }
      return step
    }
    return { ...real, sync: async (step) => carry(await real.sync(carry(step))) }
  }
  const say = async (from: Side, to: Side) => {
    const { line } = from.relation(RELATION)
    const took = { ms: 0 }
    const paceOf = (done: boolean) => {
      line.batch = paced(line.batch, done ? took.ms : null)
      took.ms = 0
    }
    const done = await exchange(
      from.node,
      from.relation(RELATION),
      slow(to, took),
      () => new AbortController().signal,
      () => paceOf(true),
    ).then(
      () => true,
      (error: unknown) => {
        assert.ok(error instanceof LinkFailure && error.code === 'line-down')
        return false
      },
    )
    if (!done) paceOf(false)
    elapsed += took.ms / 1000
    longest.push(took.ms / 1000)
  }
  for (
    let turn = 0;
    turn < 200 && (turn === 0 || a.relation(RELATION).line.waiting + b.relation(RELATION).line.waiting > 0);
    turn++
  ) {
    await say(a, b)
    await say(b, a)
  }
  for (const side of [a, b]) assert.equal(side.relation(RELATION).line.waiting, 0)
  assert.ok(lost >= 3, `${lost} of ${longest.length}`)
  // Half a megabyte in all; what one loss costs stays small.
  assert.ok(elapsed < 30 * 60, `${elapsed} s`)
  assert.ok(Math.max(...longest) < 150, `${Math.max(...longest)} s`)
})

test('a message is as large as the line is quick, within its bounds', () => {
  let bytes = FIRST_BATCH
  for (let i = 0; i < 20; i++) bytes = paced(bytes, 100)
  assert.equal(bytes, BATCH_BYTES)
  assert.equal(paced(bytes, 10_000), bytes)
  for (let i = 0; i < 20; i++) bytes = paced(bytes, i % 2 === 0 ? null : 60_000)
  assert.equal(bytes, 8192)
  assert.equal(paced(bytes, 10), 16_384)
})

test('SYNC-17 what the other side does not read at once is sent again up to one head at a time, however little it is', async () => {
  const [a, b] = await pair()
  const relation = a.relation(RELATION)
  for (let acts = 0; acts < 5; acts++) await ask(a, `invented question ${acts}`)
  const channel: Channel = channelTo(b, RELATION)
  const small: Channel = {
    ...channel,
    async sync(step, signal) {
      if (step.entries.length > 1) throw new LinkFailure('unavailable')
      return channel.sync(step, signal)
    },
  }
  await using sender = new Sender(a.node, relation, small, OPTIONS)
  sender.start()
  await until(() => relation.line.waiting === 0)
})
