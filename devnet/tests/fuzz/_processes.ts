/** Two nodes as processes of their own, each on an embedded PostgreSQL, with a bad line between them; killed at random. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { digestOf } from '@counterpart/casework'
import { informationRequest } from '@counterpart/procedures'
import { ownRecord } from '@counterpart/record'
import { seeded } from '../../../server/src/uses/_world.ts'
import { freePorts } from '../../src/_free-ports.ts'
import type { Recorded } from '../../src/arrivals.ts'
import { NodeProcess } from '../../src/child.ts'
import { heldBy, ownDemonstration } from '../../src/demonstration.ts'
import { establish } from '../../src/establish.ts'
import { NO_FAULTS } from '../../src/faults.ts'
import { type Persona, RefusedError, signIn } from '../../src/persona.ts'
import { prepareWorld } from '../../src/world.ts'
import { newTally, type Tally } from './_run.ts'

const SIDES = ['chn', 'vnm'] as const
type Side = (typeof SIDES)[number]

const OFFICERS: Record<Side, { id: string; office: string }> = {
  chn: { id: 'chn-dongxing-duty', office: 'chn-dongxing' },
  vnm: { id: 'vnm-mong-cai-duty', office: 'vnm-mong-cai' },
}
const BAD = { cut: false, loseRequest: 0.15, loseAnswer: 0.15, repeat: 0.25, reorder: 0.25, delay: 20 }
/** A killed node has to find its database, its counterpart and itself again. Milliseconds. */
const BACK_MS = 90_000
/** Both are killed once in so many steps. */
const BETWEEN = 100

interface Asked {
  side: Side
  path: string
  body: Record<string, unknown>
  recorded: Recorded | null
  refused: boolean
}

interface Processes extends AsyncDisposable {
  officers: Record<Side, Persona>
  kill(side: Side): void
  line(isBad: boolean): Promise<void>
}

async function startProcesses(say: (line: string) => void): Promise<Processes> {
  await using made = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'counterpart-fuzz-'))
  made.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))
  const base = await freePorts()
  const world = made.use(
    await prepareWorld({
      folder: join(folder, 'world'),
      ports: { pages: base, peers: base + 2, control: base + 4 },
      now: Math.floor(Date.now() / 1000),
      shown: ownDemonstration,
      isGiven: false,
    }),
  )
  const nodes = new Map(
    world.members.map(({ code, config }) => [
      code,
      made.use(new NodeProcess(config, (line) => say(`${code} ${line}`))),
    ]),
  )
  await Promise.all([...nodes.values()].map((node) => node.start()))
  const url = (side: string) =>
    world.members.find(({ code }) => code === side)?.url ?? new URL('http://none.localhost')
  const seat = (party: string, role: 'secretary' | 'approver') =>
    signIn(url(party), heldBy(ownDemonstration, party, role))
  for (const side of SIDES) await isBack(await seat(side, 'secretary'))
  await establish(
    { relation: ownRecord.relation, parties: ['chn', 'vnm'], bundles: world.bundles },
    async (party) => ({ drafter: await seat(party, 'secretary'), approver: await seat(party, 'approver') }),
    () => undefined,
  )
  const officers = {
    chn: await signIn(url('chn'), OFFICERS.chn.id),
    vnm: await signIn(url('vnm'), OFFICERS.vnm.id),
  }
  const kept = made.move()
  return {
    officers,
    kill: (side) => nodes.get(side)?.kill(),
    line: async (isBad) => {
      const order = { kind: 'faults', faults: isBad ? BAD : NO_FAULTS } as const
      await Promise.all([...nodes.values()].map((node) => node.tell(order)))
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

interface Line {
  state: string
  held: string | null
  waiting: number
}

async function eventually(holds: () => Promise<boolean>, what: string): Promise<void> {
  const begun = performance.now()
  while (!(await holds().catch(() => false))) {
    if (performance.now() - begun > BACK_MS) throw new Error(`it took too long: ${what}`)
    await pause(100)
  }
}

async function lineOf(officer: Persona): Promise<Line | undefined> {
  const { body } = await officer.call('GET', '/api/relations')
  return (body as { line: Line }[])[0]?.line
}

function isBack(officer: Persona, isQuiet = false): Promise<void> {
  return eventually(async () => {
    const line = await lineOf(officer)
    return line?.state === 'up' && line.held === null && (!isQuiet || line.waiting === 0)
  }, `${officer.id} is back`)
}

const text = (words: string) => ({ en: { text: words, standing: 'authoritative' } })

function opening(side: Side, title: string): Asked {
  const other = side === 'chn' ? 'vnm' : 'chn'
  const body = {
    request: randomUUID(),
    relation: ownRecord.relation.relation,
    procedure: digestOf(informationRequest),
    act: 'request-information',
    to: OFFICERS[other].office,
    level: 'gate',
    handling: 'H1',
    fields: {
      subject: text(title),
      urgency: 'normal',
      offence: 'illegal-entry-exit',
      purpose: 'investigation',
      'legal-basis': text('Invented agreement, article 3'),
      questions: [{ question: text('Is this here once?') }],
    },
  }
  return { side, path: '/api/dossiers', body, recorded: null, refused: false }
}

interface View {
  state: string
  position: string
  rungs: { leaf: string; words: string[]; settled: unknown }[]
  offers: { act: string; allowed: boolean; approval: boolean; answers: string[] }[]
}

/** Of what the officer is offered in the dossier, and needs no more than a word and no second person. */
async function going(
  officer: Persona,
  side: Side,
  dossier: string,
  random: () => number,
): Promise<Asked | null> {
  const view = (await officer.call('GET', `/api/dossiers/${dossier}`)).body as View
  const known = ['note', 'remind', 'take-in-hand', 'ask-clarification', 'clarify', 'withdraw', 'refuse']
  const offers = view.offers.filter(
    ({ act, allowed, approval }) => allowed && !approval && known.includes(act),
  )
  const offer = offers[Math.floor(random() * offers.length)]
  if (!offer) return null
  const on = offer.answers[0]
  const message = offer.act === 'take-in-hand' ? {} : { message: text('a word (invented)') }
  const body = {
    request: randomUUID(),
    position: view.position,
    act: offer.act,
    fields: message,
    ...(on === undefined ? {} : { on }),
  }
  return { side, path: `/api/dossiers/${dossier}/acts`, body, recorded: null, refused: false }
}

/** Nobody knows what became of it while there is no answer; the same request is asked again then. */
async function ask(officer: Persona, asked: Asked): Promise<void> {
  try {
    const recorded = (await officer.call('POST', asked.path, asked.body)).body as Recorded
    if (asked.recorded) assert.deepEqual(recorded, asked.recorded)
    asked.recorded = recorded
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error
    asked.refused = error instanceof RefusedError && error.status < 500 && error.status !== 0
  }
}

/** @throws when anything that was recorded is not there once, in one state, on both sides */
export async function killAtRandom(seed: number, steps: number, say: (line: string) => void): Promise<Tally> {
  const random = seeded(seed)
  const tally = newTally()
  const count = (what: string) => tally.counts.set(what, (tally.counts.get(what) ?? 0) + 1)
  await using processes = await startProcesses(say)
  const { officers } = processes
  const all: Asked[] = []
  const dossiers: string[] = []
  for (let begun = 0; begun < steps; begun += BETWEEN) {
    await processes.line(true)
    const within = Math.min(BETWEEN, steps - begun)
    const fatal = new Map(SIDES.map((side) => [side, Math.floor(random() * within)]))
    for (let step = 0; step < within; step++) {
      tally.steps += 1
      const side = random() < 0.5 ? 'chn' : 'vnm'
      const made = await oneOf(officers, side, dossiers, random, all.length)
      if (made) all.push(made)
      const asking = made ? ask(officers[made.side], made) : null
      for (const one of SIDES)
        if (fatal.get(one) === step) {
          // In the middle of it: the request is on its way.
          await pause(random() * 12)
          processes.kill(one)
          count('kill -9')
        }
      await asking
      if (made?.recorded) {
        tally.recorded += 1
        if (made.path === '/api/dossiers') dossiers.push(made.recorded.dossier)
      } else count(made?.refused ? 'refused' : 'not answered')
    }
    for (const side of SIDES) await isBack(officers[side])
    say(`${tally.steps} of ${steps} steps, ${tally.recorded} acts recorded`)
  }
  await processes.line(false)
  for (const side of SIDES) await isBack(officers[side])
  for (const asked of all) if (!asked.refused) await ask(officers[asked.side], asked)
  for (const side of SIDES) await isBack(officers[side], true)
  await sameOnBoth(officers, all)
  return tally
}

/** Something to do at a side that answers; the other one where it does not. */
async function oneOf(
  officers: Record<Side, Persona>,
  wanted: Side,
  dossiers: readonly string[],
  random: () => number,
  number: number,
): Promise<Asked | null> {
  const isNew = random() < 0.2 || dossiers.length === 0
  const dossier = dossiers[dossiers.length - 1 - Math.floor(random() * Math.min(12, dossiers.length))]
  for (const side of [wanted, wanted === 'chn' ? 'vnm' : 'chn'] as Side[])
    try {
      const line = await lineOf(officers[side])
      if (line?.held === 'held-start') continue
      return isNew || dossier === undefined
        ? opening(side, `Asked as number ${number} (invented)`)
        : await going(officers[side], side, dossier, random)
    } catch (error) {
      // It is down, or has not got the dossier yet.
      if (error instanceof assert.AssertionError) throw error
    }
  await pause(100)
  return null
}

async function sameOnBoth(officers: Record<Side, Persona>, all: readonly Asked[]): Promise<void> {
  const recorded = all.flatMap((asked) => (asked.recorded ? [{ side: asked.side, ...asked.recorded }] : []))
  const places = new Set(recorded.map(({ side, index }) => `${side} ${index}`))
  assert.equal(places.size, recorded.length, 'an index was used twice')
  for (const [dossier, acts] of Map.groupBy(recorded, (one) => one.dossier)) {
    const seen: unknown[] = []
    for (const side of SIDES) {
      let view: View | undefined
      await eventually(async () => {
        view = (await officers[side].call('GET', `/api/dossiers/${dossier}`)).body as View
        return view.rungs.every(({ words, settled }) => settled !== null && words.includes('delivered'))
      }, `${dossier} is delivered and settled at ${side}`)
      const leaves = (view?.rungs ?? []).map(({ leaf }) => leaf)
      assert.deepEqual(leaves.toSorted(), acts.map(({ leaf }) => leaf).sort(), `${dossier} at ${side}`)
      seen.push([view?.state, view?.rungs.map(({ leaf, settled }) => [leaf, settled])])
    }
    assert.deepEqual(seen[0], seen[1])
  }
}
