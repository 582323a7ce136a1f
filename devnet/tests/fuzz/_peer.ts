/** One node and everything that somebody could bring to its peer endpoint: what it answers, and that nothing of it stays. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  canonicalJson,
  decodeStep,
  encodeStep,
  hex,
  logOrigin,
  type Step,
  type StepEntry,
} from '@counterpart/protocol'
import { type OpeningKey, openingKey } from '../../../server/src/keys/sealing.ts'
import { makeQuestion } from '../../../server/src/outbound/exchange.ts'
import { answerSealed, type Peer } from '../../../server/src/peer/answer.ts'
import type { StoreMethod } from '../../../server/src/store/memory/memory-store.ts'
import { act, agree, ask, RELATION, say } from '../../../server/src/uses/_talk.ts'
import { channelTo, fakeSigner, newSide, type Side, seeded } from '../../../server/src/uses/_world.ts'
import type { Relation } from '../../../server/src/uses/relation.ts'
import { LinkFailure } from '../../../server/src/wire/link.ts'
import { encodeQuestion } from '../../../server/src/wire/message.ts'
import { openMessage, sealMessage } from '../../../server/src/wire/seal.ts'
import { type Draw, damaged, forked, MUTATIONS, type Recorded } from './_mutations.ts'

const ROUNDS = 24
/** Of all inputs, so many are changed outside of the seal, and so many are a fork that is signed. */
const OUTER = 0.45
const FORKED = 0.01
/** Heads that contradict what is held: each is a proof of its own and is kept, so there are only so many. */
const FORKS = 12
const WRITES = /^(append|put|add|reset|destroy)/

interface Target {
  side: Side
  peer: Peer
  /** Seals as the counterpart does, or as somebody of another relation, epoch or direction. */
  seal(bytes: Uint8Array, as?: Partial<Relation>): Promise<Uint8Array>
  opened(sealed: Uint8Array): Promise<Uint8Array>
  recorded: Recorded
  forks: readonly Step[]
  sealed: readonly Uint8Array[]
  writes: Map<string, number>
}

export interface Answered {
  inputs: number
  /** By mutation and answer. */
  answers: Map<string, Map<string, number>>
  incidents: string[]
}

async function newTarget(draw: Draw): Promise<Target> {
  const writes = new Map<string, number>()
  const onCall = (method: StoreMethod, when: 'before' | 'after') => {
    if (when === 'after' && WRITES.test(method)) writes.set(method, (writes.get(method) ?? 0) + 1)
  }
  const a = await newSide('aaa', [RELATION], 1)
  const side = await newSide('bbb', [RELATION], 2, { onCall })
  const steps: Step[] = []
  const asks: Uint8Array[] = [encodeQuestion({ kind: 'ask', nonce: a.node.random(16) })]
  const listening = {
    ...channelTo(side, RELATION),
    async sync(step: Step) {
      steps.push(decodeStep(encodeStep(step)))
      return channelTo(side, RELATION).sync(step)
    },
  }
  await agree(a, side)
  for (let round = 0; round < ROUNDS; round++) {
    const { leaf, dossier } = await ask(a, `question ${round}`)
    if (draw(2) === 0) await ask(a, 'another')
    await say(a, listening)
    await act(side, dossier, 'answer', { on: leaf, fields: { outcome: 'yes' } })
    await say(side, channelTo(a, RELATION))
    await say(a, listening)
  }
  await ask(a, 'not sent yet')
  await ask(a, 'nor this')
  const [key, theirs] = [openingKey(bytesOf(draw)), openingKey(bytesOf(draw))] as [OpeningKey, OpeningKey]
  const peer: Peer = { relation: side.relation(RELATION), seals: { ours: key, theirs } }
  const from = a.relation(RELATION)
  const seals = { ours: theirs, theirs: key }
  const seal = (bytes: Uint8Array, as: Partial<Relation> = {}) =>
    sealMessage({ ...from, ...as }, seals, bytes)
  const recorded: Recorded = {
    steps: steps.filter(({ entries }) => entries.length > 0),
    asks,
    pending: await makeQuestion(a.node, from, a.node.random(16)),
    entries: await entriesOf(a),
    signer: fakeSigner(logOrigin('aaa.test', RELATION, 1)),
  }
  return {
    side,
    peer,
    seal,
    opened: (sealed) => openMessage(from, seals, sealed),
    recorded,
    forks: Array.from({ length: FORKS }, () => forked(draw, recorded)),
    sealed: await Promise.all(recorded.steps.slice(0, 12).map((step) => seal(encodeStep(step)))),
    writes,
  }
}

function bytesOf(draw: Draw): Uint8Array {
  return Uint8Array.from({ length: 32 }, () => draw(256))
}

async function entriesOf(a: Side): Promise<StepEntry[]> {
  return a.store.read(RELATION, async (reader) => {
    const rows = await reader.entries('aaa', 0, { entries: 10_000, bytes: 1e9 })
    const parts = await reader.parts(rows.map(({ leaf }) => leaf))
    return rows.map(({ bytes, leaf }) => ({
      header: bytes,
      parts: (parts.get(leaf) ?? []).flatMap((part) => (part.state === 'held' ? [part] : [])),
    }))
  })
}

/** Everything that a node stores but its incidents. */
async function digestOf(side: Side): Promise<string> {
  const hash = createHash('sha256')
  const plain = (value: unknown) =>
    JSON.stringify(value, (_, one) => (one instanceof Uint8Array ? hex(one) : one))
  await side.store.read(RELATION, async (reader) => {
    hash.update(plain(await reader.heads()))
    for (const party of ['aaa', 'bbb']) {
      const rows = await reader.entries(party, 0, { entries: 10_000, bytes: 1e9 })
      hash.update(plain(rows))
      const leaves = rows.map(({ leaf }) => leaf)
      hash.update(plain([...(await reader.parts(leaves))])).update(plain([...(await reader.judged(leaves))]))
      for (let size = 1; size <= rows.length; size++)
        hash.update(plain(await reader.checkpointFrom(party, size)))
    }
    for (const row of await reader.dossiers({ limit: 1000 })) hash.update(canonicalJson(row))
  })
  return hash.digest('hex')
}

/** What the counterpart would be told: `answered`, or the code. @throws whatever is no code of the list */
async function answerTo(target: Target, sealed: Uint8Array): Promise<string> {
  try {
    await target.opened(await answerSealed(target.side.node, target.peer, sealed))
    return 'answered'
  } catch (error) {
    if (!(error instanceof LinkFailure)) throw error
    // What a node cannot do is its own fault, and nothing that came may lead there.
    if (error.code === 'unavailable') throw error.cause ?? error
    return error.code
  }
}

/** @throws when any input does anything but be refused or answered */
export async function mutate(
  seed: number,
  inputs: number,
  each: (done: number) => void = () => undefined,
): Promise<Answered> {
  const random = seeded(seed)
  const draw: Draw = (below) => Math.floor(random() * below)
  const target = await newTarget(draw)
  const { side, recorded, writes } = target
  const answers: Answered['answers'] = new Map()
  const said = (name: string, answer: string) => {
    const of = answers.get(name) ?? new Map<string, number>()
    answers.set(name, of.set(answer, (of.get(answer) ?? 0) + 1))
  }
  // Whatever a valid repeat still has to say is said before.
  for (const step of recorded.steps)
    said('a replay', await answerTo(target, await target.seal(encodeStep(step))))
  for (const fork of target.forks) said('a fork', await answerTo(target, await target.seal(encodeStep(fork))))
  const digest = await digestOf(side)
  writes.clear()
  const heaps: number[] = []
  for (let input = 0; input < inputs; input++) {
    if (input % Math.ceil(inputs / QUARTERS) === 0) heaps.push(await heapNow())
    const { name, sealed } = await next(target, draw, random)
    if (!sealed) continue
    try {
      said(name, await answerTo(target, sealed))
      writes.delete('putIncident')
      assert.deepEqual([...writes], [], 'something was written')
    } catch (cause) {
      throw new Error(
        `seed ${seed}, input ${input}: ${name}\n  npm run fuzz -- --peer --seed ${seed} --steps ${input + 1}`,
        { cause },
      )
    }
    // Who is told that it lacks something asks for a statement of sizes before it goes on: here it has been heard.
    target.peer.relation.start = 'confirmed'
    each(input + 1)
  }
  heaps.push(await heapNow())
  const grown = heaps.slice(1).map((heap, at) => heap - (heaps[at] as number))
  assert.ok(
    Math.min(...grown) < HEAP_BOUND,
    `memory has grown in every quarter: by ${grown.join(', ')} bytes`,
  )
  assert.equal(await digestOf(side), digest)
  const incidents = await side.store.read(RELATION, (reader) => reader.incidents(200))
  return { inputs, answers, incidents: incidents.map(({ code }) => code) }
}

/** What messages leave behind is left by those of every quarter; what a runtime keeps for itself comes once. */
const QUARTERS = 4
const HEAP_BOUND = 4 * 1024 * 1024

/** Turns after which nothing more goes: what a test runner remembers of promises goes long after them. */
const STEADY = 5
const MOST_TURNS = 200

/** The least that is left, when collecting again and again takes nothing more away. */
async function heapNow(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  let least = Number.POSITIVE_INFINITY
  for (let turn = 0, steady = 0; turn < MOST_TURNS && steady < STEADY; turn++) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, 20))
    const { heapUsed } = process.memoryUsage()
    steady = heapUsed < least - 64 * 1024 ? 0 : steady + 1
    least = Math.min(least, heapUsed)
  }
  return least
}

async function next(
  target: Target,
  draw: Draw,
  random: () => number,
): Promise<{ name: string; sealed: Uint8Array | null }> {
  const { recorded, sealed, forks } = target
  const one = sealed[draw(sealed.length)] as Uint8Array
  const drawn = random()
  if (drawn < FORKED)
    return { name: 'a fork', sealed: await target.seal(encodeStep(forks[draw(forks.length)] as Step)) }
  if (drawn < OUTER) {
    if (draw(12) > 0)
      return {
        name: 'sealed bytes, damaged',
        sealed: damaged(draw, one, sealed[draw(sealed.length)] as Uint8Array),
      }
    const as = [{ id: 'aaa~bbb/other' }, { epoch: 999 }, { ours: 'bbb', theirs: 'aaa' }][
      draw(3)
    ] as Partial<Relation>
    const step = recorded.steps[draw(recorded.steps.length)] as Step
    return { name: 'sealed for elsewhere', sealed: await target.seal(encodeStep(step), as) }
  }
  const { name, make } = MUTATIONS[draw(MUTATIONS.length)] as (typeof MUTATIONS)[number]
  const bytes = make(draw, recorded)
  return { name, sealed: bytes && (await target.seal(bytes)) }
}

export function addAnswered(all: Answered, more: Answered): void {
  all.inputs += more.inputs
  all.incidents.push(...more.incidents)
  for (const [name, of] of more.answers) {
    const sum = all.answers.get(name) ?? new Map<string, number>()
    for (const [answer, times] of of) sum.set(answer, (sum.get(answer) ?? 0) + times)
    all.answers.set(name, sum)
  }
}

export function reportPeer({ inputs, answers, incidents }: Answered): string {
  const lines = [...answers].map(([name, of]) => {
    const said = [...of]
      .sort(([, one], [, other]) => other - one)
      .map(([answer, times]) => `${answer} ${times}`)
    return `  ${name}: ${said.join(', ')}`
  })
  return [
    `${inputs} inputs; incidents: ${[...new Set(incidents)].sort().join(', ') || 'none'}`,
    ...lines,
  ].join('\n')
}
