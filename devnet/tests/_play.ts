/** Plays a script between two sides: the opening and one act of the other side through forms, the rest as pages would. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Procedure } from '@counterpart/casework'
import type { Persona as Invented } from '@counterpart/record'
import { type Persona, RefusedError, signIn } from '../src/persona.ts'
import { type Between, betweenFor, officersFor } from './_cast-for.ts'
import { offer, readDossier } from './_dossier.ts'
import { expectEventually } from './_eventually.ts'
import { Form } from './_form.ts'
import type { Script, ScriptedStep } from './_script.ts'
import type { Seat } from './_seat.ts'
import type { Table } from './_table.ts'
import { fillIn, pickProcedure } from './_widgets.ts'
import { type Words, wordsIn } from './_words.ts'
import type { Side, World } from './_world.ts'

/** Officers at the nodes' APIs, signed in once for all procedures. */
export interface Company {
  world: World
  callers: Map<string, Promise<Persona>>
}

interface View {
  position: string
  rungs: { leaf: string; settled: unknown }[]
}

interface Recorded {
  kind: 'recorded' | 'drafted'
  draft: string
  dossier: string
  leaf: string
}

interface Playing {
  company: Company
  procedure: Procedure
  between: Between
  words: Words
  dossier: string
  leaves: string[]
  /** Who answered a safeguard, and who wrote or approved anything else: nobody does both. */
  answered: Set<string>
  wrote: Set<string>
  table: Table
  /** Who sits before the pages of this dossier: one officer of each side. */
  seats: Map<Side, Seat>
}

/** What a node says to somebody who may not do it, where somebody else may. */
const NOT_THIS_OFFICER = /^(gate-same-officer|not-allowed|wrong-level|not-owner|not-offered|not-found)/

export async function play(
  company: Company,
  table: Table,
  procedure: Procedure,
  script: Script,
): Promise<void> {
  const playing: Playing = {
    company,
    procedure,
    between: betweenFor(procedure, script),
    words: wordsIn('en', procedure.name),
    dossier: '',
    leaves: [],
    answered: new Set(),
    wrote: new Set(),
    table,
    seats: new Map(),
  }
  const [opening, ...rest] = script.steps
  assert.ok(opening)
  await open(playing, opening)
  let before = opening
  for (const step of rest) {
    if (step.side !== before.side) await arrives(playing, step.side)
    // What is asked for with a safeguard stands elsewhere on the page.
    const isPlain = procedure.acts[step.act]?.gate === undefined
    if (step.side !== opening.side && isPlain && !playing.seats.has(step.side)) await inForm(playing, step)
    else await atApi(playing, step)
    before = step
  }
  for (const side of ['chn', 'vnm'] as const) await arrives(playing, side)
  await sameOnBoth(playing, script)
}

function caller({ company }: Playing, { id, side }: Invented): Promise<Persona> {
  const { callers, world } = company
  const known = callers.get(id) ?? signIn(world.url(side as Side), id)
  callers.set(id, known)
  return known
}

/** Those who may draft it, the best first: who answers a safeguard has no other part, and nobody else answers one. */
function draftersOf(
  { procedure, between, answered, wrote }: Playing,
  { side, act }: ScriptedStep,
): Invented[] {
  const { roles = [], gate } = procedure.acts[act] ?? {}
  const taken = gate?.does === 'answers' ? wrote : answered
  const all = officersFor(side, between.offices[side], roles)
  return [...all.filter(({ id }) => !taken.has(id)), ...all.filter(({ id }) => taken.has(id))]
}

/** Somebody who may know of it. */
function readerOf({ procedure, between, table }: Playing, side: Side): Invented {
  const able = officersFor(side, between.offices[side], procedure.readers ?? ['secretary', 'approver'])
  return table.choose(able) ?? assert.fail(`nobody of ${side} reads it`)
}

async function sit({ table, seats }: Playing, who: Invented): Promise<Seat> {
  const seat = await table.sit(who)
  seats.set(who.side as Side, seat)
  return seat
}

/** By the form on the desk. */
async function open(playing: Playing, step: ScriptedStep): Promise<void> {
  const { procedure, words, between, table } = playing
  const able = draftersOf(playing, step).filter(({ office }) => office === between.offices[step.side])
  const who = table.choose(able) ?? assert.fail(`nobody may ${step.act}`)
  const seat = await sit(playing, who)
  await seat.page.getByRole('button', { name: words.t('desk.new') }).click()
  const form = new Form(seat, words)
  await pickProcedure(form, step.act)
  await fillIn(form, step.fields, procedure.fields)
  const recorded = await sent(playing, form, step, who)
  playing.dossier = recorded.dossier
  await table.rest()
}

/** By the form that the dossier's own page offers. */
async function inForm(playing: Playing, step: ScriptedStep): Promise<void> {
  const { dossier, words, procedure, table, answered } = playing
  const able = draftersOf(playing, step)
  const free = able.filter(({ id }) => !answered.has(id))
  const who = table.choose(free.length > 0 ? free : able) ?? assert.fail(`nobody may ${step.act}`)
  const seat = await sit(playing, who)
  await seat.turnTo(`/dossiers/${dossier}`)
  const form = await offer(seat, step.act, words)
  await fillIn(form, step.fields, procedure.fields)
  await sent(playing, form, step, who)
  await table.rest()
}

/** Sends a form, and has another person approve it where it takes two. */
async function sent(playing: Playing, form: Form, step: ScriptedStep, who: Invented): Promise<Recorded> {
  const isTwo = playing.procedure.acts[step.act]?.approval !== undefined
  const { status, body } = await form.send(isTwo ? 'form.draft' : 'form.record').catch(async (cause) => {
    const wrong = await form.wrong()
    throw new Error(`the form of ${step.act} is not sent: ${wrong}`, { cause })
  })
  assert.equal(status, 200, `${step.act}: ${JSON.stringify(body)}`)
  await form.dialog.waitFor({ state: 'hidden' })
  return done(playing, step, who, body as Recorded)
}

async function atApi(playing: Playing, step: ScriptedStep): Promise<void> {
  const { dossier, leaves } = playing
  const { act, fields } = step
  const on = step.on === null ? {} : { on: leaves[step.on] ?? '' }
  const refusals: string[] = []
  for (const who of draftersOf(playing, step))
    try {
      const by = await caller(playing, who)
      const { position } = (await by.call('GET', `/api/dossiers/${dossier}`)).body as View
      const said = { request: randomUUID(), position, act, fields, ...on }
      const { body } = await by.call('POST', `/api/dossiers/${dossier}/acts`, said)
      await done(playing, step, who, body as Recorded)
      return
    } catch (error) {
      if (!(error instanceof RefusedError) || !NOT_THIS_OFFICER.test(error.code)) throw error
      refusals.push(`${who.id}: ${error.code}`)
    }
  throw new Error(`nobody may ${act}: ${refusals.join(', ')}`)
}

async function done(
  playing: Playing,
  step: ScriptedStep,
  who: Invented,
  answer: Recorded,
): Promise<Recorded> {
  const { procedure, answered, wrote, leaves } = playing
  const into = procedure.acts[step.act]?.gate?.does === 'answers' ? answered : wrote
  into.add(who.id)
  const recorded = answer.kind === 'drafted' ? await approve(playing, step, who, answer.draft) : answer
  leaves.push(recorded.leaf)
  return recorded
}

async function approve(
  playing: Playing,
  { side, act }: ScriptedStep,
  drafter: Invented,
  draft: string,
): Promise<Recorded> {
  const { procedure, answered, wrote } = playing
  const all = officersFor(side, drafter.office, procedure.acts[act]?.approval ?? [], 'approver')
  const others = all.filter(({ id }) => id !== drafter.id)
  const who = others.find(({ id }) => !answered.has(id)) ?? others[0]
  assert.ok(who, `nobody may approve ${act}`)
  wrote.add(who.id)
  const by = await caller(playing, who)
  try {
    return (await by.call('POST', `/api/drafts/${draft}/approve`, { request: randomUUID() })).body as Recorded
  } catch (cause) {
    throw new Error(`${who.id} does not approve ${act} of ${drafter.id}`, { cause })
  }
}

/** The side holds the last act, settled. */
async function arrives(playing: Playing, side: Side): Promise<void> {
  const { dossier, leaves } = playing
  const by = await caller(playing, readerOf(playing, side))
  await expectEventually(
    () => by.call('GET', `/api/dossiers/${dossier}`).then(({ body }) => body as View),
    ({ rungs }) => rungs.some(({ leaf, settled }) => leaf === leaves.at(-1) && settled !== null),
    `the last act at ${side}`,
  )
}

/** The pages of both sides say the same of it. */
async function sameOnBoth(playing: Playing, { steps }: Script): Promise<void> {
  const { procedure, dossier, words, seats } = playing
  for (const side of ['chn', 'vnm'] as const)
    if (!seats.has(side)) await sit(playing, readerOf(playing, side))
  for (const seat of seats.values()) await seat.turnTo(`/dossiers/${dossier}`)
  const [here] = await expectEventually(
    () => Promise.all([...seats.values()].map(readDossier)),
    ([one, other]) => one?.rungs.length === steps.length && isDeepStrictEqual(one, other),
    'the same on both pages',
  )
  const led = steps.map(({ act }) => procedure.acts[act]?.to).findLast((to) => to !== undefined)
  assert.equal(here?.state, words.state(led ?? ''))
  assert.deepEqual(
    here?.rungs.map(({ done: said }) => said).toSorted(),
    steps.map(({ act }) => words.done(act)).toSorted(),
  )
}
