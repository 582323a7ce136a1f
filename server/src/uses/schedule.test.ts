import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offers } from '@counterpart/casework'
import { canonicalJson, decodeStep, encodeStep, hex, rootOf, type Step } from '@counterpart/protocol'
import { makeQuestion, takeAnswer } from '../outbound/exchange.ts'
import type { EntryRow, JudgedRow, Reader } from '../store/store.ts'
import { wordsOf } from '../views/words.ts'
import { checkAgainstRules } from './_oracle.ts'
import { act, agree, ask, headsOf, RELATION, request, say, talk } from './_talk.ts'
import { channelTo, newSide, officer, type Side, seeded } from './_world.ts'
import type { Recorded } from './command.ts'
import { receive } from './receive/receive.ts'

/** Few: with whatever else can fail, `npm run fuzz` goes through many. */
const SEEDS = 30
const STEPS = 260
const BESIDE = 'aaa~ccc/test'

interface Flying {
  to: Side
  question: Step
  answer: Step | null
}

/** What an officer asked for, under one request id, however often it had to be asked. */
interface Attempt {
  side: Side
  run: () => Promise<Recorded>
  leaf: string | null
}

interface World {
  random: () => number
  sides: [Side, Side]
  /** In a relation with the first side alone. */
  third: Side
  flying: Flying[]
  attempts: Attempt[]
  /** Acts in the logs before the schedule began. */
  begun: Map<Side, number>
  /** What was said of settled entries, by side and leaf. */
  said: Map<string, string>
  crashing: { side: number; how: 'lost' | 'kept' } | null
  did: Record<string, number>
}

async function newWorld(seed: number): Promise<World> {
  const random = seeded(seed)
  const world: World = {
    random,
    sides: [] as unknown as [Side, Side],
    third: await newSide('ccc', [BESIDE], seed + 7_000_000),
    flying: [],
    attempts: [],
    begun: new Map(),
    said: new Map(),
    crashing: null,
    did: {},
  }
  const options = (index: number) => ({
    sync: async () => {
      if (world.crashing?.side !== index) return
      const { how } = world.crashing
      world.crashing = null
      world.sides[index as 0 | 1].die(how)
    },
  })
  world.sides = [
    await newSide('aaa', [RELATION, BESIDE], seed * 2 + 1, options(0)),
    await newSide('bbb', [RELATION], seed * 2 + 2, options(1)),
  ]
  await agree(...world.sides)
  await agree(world.sides[0], world.third, BESIDE)
  for (const side of world.sides) world.begun.set(side, (await actsOf(side)).length)
  return world
}

function pick<T>(random: () => number, items: readonly T[]): T | undefined {
  return items[Math.floor(random() * items.length)]
}

/** Leaves of a side's own acts, in their order. */
async function actsOf(side: Side): Promise<string[]> {
  const rows = await side.store.read(RELATION, (reader) =>
    reader.entries(side.node.party, 0, { entries: 100_000, bytes: 1e9 }),
  )
  return rows.filter((row) => row.kind !== 'mark').map((row) => row.leaf)
}

async function officerActs(world: World, side: Side): Promise<void> {
  const id = request()
  const rows = await side.store.read(RELATION, (reader) =>
    reader.dossiers({ procedure: 'test-errand', limit: 8 }),
  )
  const row = world.random() < 0.25 ? undefined : pick(world.random, rows)
  if (!row) return attempt(world, side, () => ask(side, 'a question', RELATION, id))
  const { parties } = side.relation(RELATION)
  const { roles } = officer(side.node.party)
  const procedure = side.node.procedures.get(row.ahead.digest)?.procedure
  if (!procedure) return
  const offered = offers(procedure, row.ahead, side.node.party, 'ministry', roles as never, parties)
  const offer = pick(
    world.random,
    offered.filter((one) => one.allowed),
  )
  if (!offer) return
  const on = pick(world.random, offer.answers)
  const message = { message: { en: { text: 'a word', standing: 'authoritative' } } }
  const declared = procedure.acts[offer.act]
  const fields = {
    ...(declared?.needs.includes('outcome') ? { outcome: 'yes' } : {}),
    ...(declared?.needs.includes('message') ? message : {}),
  }
  const more = { fields, request: id, ...(on === undefined ? {} : { on }) }
  return attempt(world, side, () => act(side, row.id, offer.act, more))
}

async function attempt(world: World, side: Side, run: () => Promise<Recorded>): Promise<void> {
  const made: Attempt = { side, run, leaf: null }
  world.attempts.push(made)
  await again(made)
}

/** A request that was answered is answered the same for ever. */
async function again(made: Attempt): Promise<void> {
  const { leaf } = await made.run()
  assert.equal(made.leaf ?? leaf, leaf)
  made.leaf = leaf
}

/** A message arrives: a question is answered, an answer is taken in. Losses are nobody's concern here. */
async function arrive(world: World, flying: Flying): Promise<void> {
  const { to } = flying
  const copy = (step: Step) => decodeStep(encodeStep(step))
  if (flying.answer) {
    await takeAnswer(to.node, to.relation(RELATION), flying.question, copy(flying.answer))
    return
  }
  const received = await receive(to.node, to.relation(RELATION), copy(flying.question))
  if (received.kind === 'refused') return
  const back = world.sides[0] === to ? world.sides[1] : world.sides[0]
  world.flying.push({ to: back, question: flying.question, answer: received.step })
}

const ACTIONS: Record<
  string,
  { share: number; run: (world: World, side: Side, other: Side) => Promise<void> }
> = {
  act: { share: 34, run: (world, side) => officerActs(world, side) },
  ask: {
    share: 16,
    async run(world, side, other) {
      const nonce = side.node.random(16)
      const question = await makeQuestion(side.node, side.relation(RELATION), nonce)
      world.flying.push({ to: other, question, answer: null })
    },
  },
  arrive: {
    share: 24,
    async run(world) {
      const flying = pick(world.random, world.flying)
      if (!flying) return
      world.flying.splice(world.flying.indexOf(flying), 1)
      await arrive(world, flying)
    },
  },
  twice: {
    share: 6,
    async run(world) {
      const flying = pick(world.random, world.flying)
      if (flying) await arrive(world, flying)
    },
  },
  lose: {
    share: 4,
    async run(world) {
      world.flying.splice(Math.floor(world.random() * world.flying.length), 1)
    },
  },
  again: {
    share: 4,
    async run(world) {
      const made = pick(world.random, world.attempts)
      if (made) await again(made)
    },
  },
  beside: {
    share: 3,
    async run(world) {
      const [first] = world.sides
      await say(world.third, channelTo(first, BESIDE), BESIDE)
      await say(first, channelTo(world.third, BESIDE), BESIDE)
      await ask(world.random() < 0.5 ? first : world.third, 'beside', BESIDE)
    },
  },
  exchange: { share: 5, run: async (_, side, other) => void (await say(side, channelTo(other, RELATION))) },
  clock: {
    share: 4,
    async run(world, side) {
      side.time.now += Math.floor((world.random() - 0.4) * 400)
    },
  },
  fail: {
    share: 3,
    async run(world, side) {
      const method = pick(world.random, ['append', 'putCheckpoint', 'putDossier', 'commit', 'heads'] as const)
      if (method) side.store.failNext(world.random() < 0.5 ? 'before' : 'after', method)
      await officerActs(world, side)
    },
  },
  die: {
    share: 2,
    async run(world, side, other) {
      world.crashing = { side: world.sides.indexOf(side), how: world.random() < 0.5 ? 'lost' : 'kept' }
      const work = world.random() < 0.5 ? officerActs(world, side) : say(other, channelTo(side, RELATION))
      await work.catch(() => undefined)
      world.crashing = null
      await side.restart()
      await say(side, channelTo(other, RELATION))
    },
  },
  restart: {
    share: 2,
    async run(world, side, other) {
      await side.restart()
      if (world.random() < 0.8) await say(side, channelTo(other, RELATION))
    },
  },
}

const DRAWN = Object.entries(ACTIONS).flatMap(([name, { share }]) => Array<string>(share).fill(name))

async function oneStep(world: World): Promise<void> {
  const name = pick(world.random, DRAWN) ?? 'act'
  world.did[name] = (world.did[name] ?? 0) + 1
  const [side, other] = world.random() < 0.5 ? world.sides : [...world.sides].reverse()
  try {
    await ACTIONS[name]?.run(world, side as Side, other as Side)
  } catch (error) {
    // Whatever an exchange or an act meets is told with a code; anything else is a fault.
    if (typeof (error as { code?: unknown }).code !== 'string') throw error
  }
}

/** What is settled on a side is said once and for ever, and no word is taken back. */
async function checkSaid(world: World, ending = false): Promise<void> {
  for (const side of world.sides) {
    const { ours, theirs } = side.relation(RELATION)
    await side.store.read(RELATION, async (reader) => {
      for (const party of [ours, theirs]) {
        const rows = await reader.tail(party, null, ending ? 10_000 : 60)
        const judged = await reader.judged(rows.map((row) => row.leaf))
        await checkWords(world, side, reader, rows, judged)
        for (const row of judged.values()) {
          if (row.settler === null) continue
          const name = `${side.node.party} ${row.leaf}`
          const now = canonicalJson(row)
          assert.equal(world.said.get(name) ?? now, now)
          world.said.set(name, now)
        }
      }
    })
  }
}

/** `on-its-way` alone ends, with the word that says how. */
async function checkWords(
  world: World,
  side: Side,
  reader: Reader,
  rows: readonly EntryRow[],
  judged: ReadonlyMap<string, JudgedRow>,
): Promise<void> {
  const cosigned = (await reader.lastCheckpoint(side.node.party, true))?.size ?? 0
  for (const row of rows) {
    const dossier = row.kind === 'open' || row.kind === 'act' ? await reader.dossier(row.dossier ?? '') : null
    if (!dossier) continue
    const seen = { cosigned, ours: side.node.party, keeper: dossier.ahead.keeper }
    const { words } = wordsOf(row, judged.get(row.leaf), false, seen)
    const name = `${side.node.party} words ${row.leaf}`
    for (const word of (world.said.get(name) ?? '').split(' '))
      if (word !== '' && word !== 'on-its-way')
        assert.ok(words.includes(word as never), `${word} was taken back`)
    world.said.set(name, words.join(' '))
  }
}

async function heal(world: World): Promise<void> {
  const [a, b] = world.sides
  const latest = Math.max(a.time.now, b.time.now)
  for (const side of world.sides) {
    side.time.now = latest
    await side.restart()
  }
  await world.third.restart()
  world.third.time.now = latest
  await talk(a, b)
  await talk(a, world.third, BESIDE)
  for (const made of world.attempts) if (made.leaf === null) await again(made).catch(() => undefined)
  await talk(a, b)
  for (const side of world.sides) {
    const { ours } = await headsOf(side)
    const cosigned = await side.store.read(RELATION, (reader) => reader.lastCheckpoint(side.node.party, true))
    assert.equal(cosigned?.size, ours.size)
    assert.equal(side.relation(RELATION).line.waiting, 0)
  }
}

async function checkSame(world: World): Promise<void> {
  const [a, b] = world.sides
  const [first, second] = [await headsOf(a), await headsOf(b)]
  for (const [one, other] of [
    [first.ours, second.theirs],
    [first.theirs, second.ours],
  ] as const) {
    assert.equal(one.size, other.size)
    const root = (head: typeof one) => hex(rootOf({ size: head.size, hashes: head.frontier }))
    assert.equal(root(one), root(other))
  }
  const rows = (side: Side) =>
    side.store.read(RELATION, async (reader) => {
      const found = await reader.dossiers({ limit: 1000 })
      return found.map((row) => [row.id, canonicalJson(row.settled), canonicalJson(row.ahead)]).sort()
    })
  assert.deepEqual(await rows(a), await rows(b))
  for (const [name, words] of world.said) {
    const [party, , leaf] = name.split(' ')
    if (party === 'aaa' && name.includes(' words ')) assert.equal(world.said.get(`bbb words ${leaf}`), words)
  }
  await checkAgainstRules(a, BESIDE)
  await checkAgainstRules(world.third, BESIDE)
  for (const side of world.sides) {
    await checkAgainstRules(side)
    const incidents = await side.store.read(RELATION, (reader) => reader.incidents(200))
    assert.deepEqual(
      incidents.filter((one) => one.code !== 'time-ahead'),
      [],
    )
  }
}

/** Every act that was answered is in its log once, nothing else is, and the other side holds the same. */
async function checkNothingLost(world: World): Promise<void> {
  for (const side of world.sides) {
    const leaves = (await actsOf(side)).slice(world.begun.get(side) ?? 0)
    const answered = world.attempts.flatMap((made) => (made.side === side && made.leaf ? [made.leaf] : []))
    assert.deepEqual(leaves.toSorted(), answered.toSorted())
  }
}

test(`SYNC MARK ANSWER hold over ${SEEDS * STEPS} random steps of two nodes`, async () => {
  const did: Record<string, number> = {}
  let recorded = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const world = await newWorld(seed)
    try {
      for (let step = 0; step < STEPS; step++) {
        await oneStep(world)
        if (step % 20 === 0) await checkSaid(world)
      }
      await heal(world)
      await checkSaid(world, true)
      await checkSame(world)
      await checkNothingLost(world)
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error })
    }
    recorded += world.attempts.filter((made) => made.leaf !== null).length
    for (const [name, count] of Object.entries(world.did)) did[name] = (did[name] ?? 0) + count
  }
  assert.ok(recorded > (SEEDS * STEPS) / 5, `${recorded} acts were recorded`)
  for (const [name, count] of Object.entries(did)) assert.ok(count >= 100, `${name} happened ${count} times`)
})
