/** Takes the steps of an example run through two nodes: recorded where they are allowed, forced where they are not. */
import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { digestOf, keeperOf, LEVELS, type Level, type Procedure, singletonId } from '@counterpart/casework'
import { PARTIES, type Run, START, type Step } from '../../procedures/_drive.ts'
import { makeQuestion } from '../../server/src/outbound/exchange.ts'
import { MemoryStore } from '../../server/src/store/memory/memory-store.ts'
import type { Store } from '../../server/src/store/store.ts'
import { checkAgainstRules } from '../../server/src/uses/_oracle.ts'
import { RELATION, request, talk } from '../../server/src/uses/_talk.ts'
import { newSide, pass, type Side } from '../../server/src/uses/_world.ts'
import type { Author } from '../../server/src/uses/command.ts'
import { receive } from '../../server/src/uses/receive/receive.ts'
import { clockAct } from '../../server/src/uses/record/clock-act.ts'
import { record } from '../../server/src/uses/record/record.ts'
import { tick } from '../../server/src/uses/tick.ts'
import { agreeOn, DECLARED } from './_run-agreed.ts'
import { type Forced, force, mend } from './_run-forced.ts'
import { openInForce } from './_run-instrument.ts'
import { officesOf } from './_run-offices.ts'

/** What stands in runs for an instrument in force. */
const IN_FORCE = 'f'.repeat(64)
const DAY = 86_400

/** How many steps of all runs went which way. */
export const ways = { recorded: 0, 'refused and forced': 0, 'overtaken later': 0, 'by the clock': 0 }

export interface Sides {
  aaa: Side
  bbb: Side
}

/** An empty store for a side. */
export type StoreOf = (party: string) => Store

interface Going {
  sides: Sides
  procedure: Procedure
  steps: readonly Step[]
  keeper: Side
  guest: Side
  dossier: string
  begins: number
  leaves: string[]
  /** Values of the run in the world of these nodes: the instrument that is in force. */
  real<T>(value: T): T
}

async function newSides(
  procedure: Procedure,
  steps: readonly Step[],
  begins: number,
  storeOf: StoreOf,
): Promise<Sides> {
  const known = { procedures: DECLARED, directory: officesOf(procedure, steps) }
  const sit = (party: string, seed: number) =>
    newSide(party, [RELATION], seed, {}, { ...known, store: storeOf(party) })
  const [aaa, bbb] = [await sit('aaa', 1), await sit('bbb', 2)]
  pass(begins - aaa.time.now, aaa, bbb)
  await agreeOn(aaa, bbb, procedure)
  return { aaa, bbb }
}

/** @throws AssertionError where a node says something else than the run */
export async function takeThrough(
  procedure: Procedure,
  run: Run,
  storeOf: StoreOf = () => new MemoryStore(),
): Promise<void> {
  const steps = beforeCarriedOut(procedure, run.steps)
  const needsInstrument = JSON.stringify(steps).includes(IN_FORCE)
  const sides = await newSides(procedure, steps, START - DAY * (needsInstrument ? 9000 : 1), storeOf)
  const instrument = needsInstrument ? await openInForce(sides, START - DAY) : null
  const real = <T>(value: T): T =>
    instrument === null ? value : JSON.parse(JSON.stringify(value).replaceAll(IN_FORCE, instrument))
  await follow(sides, procedure, steps, START, real)
  for (const side of [sides.aaa, sides.bbb]) await checkAgainstRules(side)
}

/**
 * Up to the first act that rests on what was done in a dossier opened under this one: a run names that by an id of its
 * own, and on two nodes nothing is opened under a dossier before it is there (CUT-8).
 */
function beforeCarriedOut({ acts }: Procedure, steps: readonly Step[]): Step[] {
  const rests = ({ act, fields }: Step) =>
    JSON.stringify(fields).includes(IN_FORCE) &&
    JSON.stringify(acts[act]?.when ?? null).includes('"carriedOut"')
  const at = steps.findIndex(rests)
  return at < 0 ? [...steps] : steps.slice(0, at)
}

/** The dossier that the steps made. `begins`: when. */
export async function follow(
  sides: Sides,
  procedure: Procedure,
  steps: readonly Step[],
  begins: number,
  real: Going['real'],
): Promise<string> {
  const opener = steps[0]?.by ?? PARTIES[0]
  const keeper = keeperOf(procedure, opener, [...PARTIES]) === 'aaa' ? sides.aaa : sides.bbb
  const guest = keeper === sides.aaa ? sides.bbb : sides.aaa
  const going: Going = {
    sides,
    procedure,
    steps,
    keeper,
    guest,
    dossier: procedure.once ? singletonId(RELATION, procedure.name) : '',
    begins,
    leaves: [],
    real,
  }
  const unheard = unheardIn(going)
  for (const [index, step] of steps.entries()) {
    // What is refused may be of a later time than what goes on; no node's clock runs backwards.
    const soonest = Math.min(...steps.slice(index).map(({ at }) => at))
    const at = step.expect.verdict === 'effective' ? step.at : soonest
    pass(begins + at - sides.aaa.time.now, sides.aaa, sides.bbb)
    const isForced = await take(going, index)
    if (unheard.has(index)) await toKeeper(going)
    else {
      await talk(sides.aaa, sides.bbb)
      if (isForced) await mend(sideOf(going, step), going.dossier)
      await compare(going, index)
    }
  }
  return going.dossier
}

/** Steps after which the keeper's acts do not reach the guest yet: some later step was written without them. */
function unheardIn({ steps, keeper }: Going): Set<number> {
  const found = new Set<number>()
  const isKeepers = (step: Step) => step.by === keeper.node.party
  for (const [index, step] of steps.entries()) {
    if (isKeepers(step) || !step.unseen) continue
    const before = steps.flatMap((one, at) => (at < index && isKeepers(one) ? [at] : []))
    const first = before.at(-step.unseen) ?? index
    for (let at = first; at < index; at++) found.add(at)
  }
  return found
}

/** What the guest wrote arrives, and the answer is lost. */
async function toKeeper({ guest, keeper }: Going): Promise<void> {
  const question = await makeQuestion(guest.node, guest.relation(RELATION), guest.node.random(16))
  await receive(keeper.node, keeper.relation(RELATION), question)
}

function sideOf({ sides }: Going, { by }: Step): Side {
  return by === 'aaa' ? sides.aaa : sides.bbb
}

/** Whether it had to be forced. */
async function take(going: Going, index: number): Promise<boolean> {
  const { steps, procedure } = going
  const step = steps[index] as Step
  const where = whereOf(index, step)
  if (procedure.acts[step.act]?.by === 'clock') {
    if (await wake(going, step, where)) {
      ways['by the clock']++
      return false
    }
  } else {
    const refusal = await put(going, step)
    if (refusal === null) {
      assert.notEqual(step.expect.verdict, 'void', `${where}: its author's node recorded it`)
      ways[step.expect.verdict === 'overtaken' ? 'overtaken later' : 'recorded']++
      return false
    }
    if (step.expect.verdict === 'effective') assert.fail(`${where}: refused with ${refusal}`)
    assert.ok(isSameRefusal(refusal, step.expect.code), `${where}: refused with ${refusal}`)
  }
  const entry = await force(sideOf(going, step), procedure, forcedOf(going, step))
  going.leaves.push(entry.leaf)
  if (going.dossier === '') going.dossier = entry.leaf
  ways['refused and forced']++
  return true
}

/** What a form says is wrong, before a node looks at the rules. */
const SAID_BEFORE: Readonly<Record<string, readonly string[]>> = {
  'bad-fields': ['part-missing', 'contradiction', 'condition'],
}

function isSameRefusal(said: string, expected: string): boolean {
  return said === expected || SAID_BEFORE[said]?.includes(expected) === true
}

/** `null` where it was recorded, else the node's code. */
async function put(going: Going, step: Step): Promise<string | null> {
  const { dossier, procedure, real } = going
  const side = sideOf(going, step)
  const { on, approver } = forcedOf(going, step)
  const shared = {
    request: request(),
    author: authorOf(procedure, step),
    act: step.act,
    fields: real(step.fields),
    ...(on === null ? {} : { on }),
    ...(approver === null ? {} : { approver }),
  }
  const opens = procedure.acts[step.act]?.opens === true
  try {
    const recorded = await record(
      side.node,
      side.relation(RELATION),
      opens
        ? {
            kind: 'open',
            ...shared,
            procedure: digestOf(procedure),
            handling: 'H1',
            ...(step.level === undefined ? {} : { reserved: { level: step.level as Level } }),
          }
        : { kind: 'act', ...shared, dossier, position: null },
    )
    going.leaves.push(recorded.leaf)
    if (going.dossier === '') going.dossier = recorded.dossier
    return null
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (typeof code !== 'string') throw error
    return code
  }
}

/**
 * What the keeper's node writes by itself when it is due: whether it did. Of two acts that are due it writes the
 * one that was due first, so a run that shows the other is not its own.
 */
async function wake(going: Going, step: Step, where: string): Promise<boolean> {
  const { keeper, guest, dossier, procedure, real } = going
  const before = await lastOf(guest, dossier)
  await tick(guest.node, guest.relation(RELATION))
  assert.equal(await lastOf(guest, dossier), before, `${where}: the guest's node writes nothing`)
  const { node } = keeper
  const state = (await keeper.store.read(RELATION, (reader) => reader.dossier(dossier)))?.settled
  const due = state && clockAct(node, keeper.relation(RELATION), procedure, state, node.clock(), '')
  const isThis =
    step.by === node.party && due?.act === step.act && isDeepStrictEqual(due.fields, real(step.fields))
  if (!isThis) return false
  assert.equal(step.expect.verdict, 'effective', `${where}: the keeper's node would write it`)
  await tick(node, keeper.relation(RELATION))
  const after = await keeper.store.read(RELATION, (reader) => reader.dossier(dossier))
  const leaf = after?.settled.current[step.act]?.leaf
  assert.ok(leaf && leaf === (await lastOf(keeper, dossier)), `${where}: the clock wrote it`)
  going.leaves.push(leaf)
  return true
}

async function lastOf(side: Side, dossier: string): Promise<string | null> {
  const rows = await side.store.read(RELATION, (reader) => reader.dossierEntries(dossier))
  return rows.filter((row) => row.side === side.node.party).at(-1)?.leaf ?? null
}

const OFFICERS = { acts: 'drafter', answers: 'gatekeeper', overrides: 'superior' } as const

function forcedOf({ leaves, procedure, dossier, real }: Going, step: Step): Forced {
  const act = procedure.acts[step.act]
  return {
    act: step.act,
    fields: real(step.fields),
    reserved: step.level === undefined ? {} : { level: step.level },
    office: step.office ?? `${step.by}-office`,
    officer: step.officer ?? OFFICERS[act?.gate?.does ?? 'acts'],
    approver: step.approved ? 'second' : null,
    on: step.on === undefined ? null : (leaves[step.on] ?? assert.fail(`no step ${step.on}`)),
    dossier: act?.opens ? null : dossier,
  }
}

/** Somebody who holds whatever role it takes, at the level that it says it was decided at. */
function authorOf(procedure: Procedure, step: Step): Author {
  const at = LEVELS.find((level) => level === step.fields['decided-at'])
  const act = procedure.acts[step.act]
  return {
    office: step.office ?? `${step.by}-office`,
    officer: step.officer ?? OFFICERS[act?.gate?.does ?? 'acts'],
    level: at ?? (step.level as Level | undefined) ?? procedure.levels[0] ?? 'ministry',
    roles: act?.roles ?? [],
  }
}

function whereOf(index: number, { act, by }: Step): string {
  return `step ${index}, ${by} ${act}`
}

/** Both sides hold the step, and say of it and of the dossier what the run says. */
async function compare({ sides, steps, dossier, begins, leaves, real }: Going, index: number): Promise<void> {
  const { expect } = steps[index] as Step
  const leaf = leaves[index] ?? assert.fail(`step ${index} left no entry`)
  for (const side of [sides.aaa, sides.bbb]) {
    const where = `${whereOf(index, steps[index] as Step)}, at ${side.node.party}`
    const { row, judged } = await side.store.read(RELATION, async (reader) => ({
      row: await reader.dossier(dossier),
      judged: (await reader.judged([leaf])).get(leaf),
    }))
    if (expect.verdict !== 'effective') {
      assert.deepEqual([judged?.verdict, judged?.code], [expect.verdict, expect.code], where)
      continue
    }
    assert.equal(judged?.verdict, 'effective', `${where}: ${judged?.code}`)
    const { settled: state } = row ?? assert.fail(`${where}: no dossier`)
    assert.equal(state.state, expect.state, where)
    if (expect.due !== undefined)
      assert.equal(state.clock ? state.clock.due - begins : null, expect.due, where)
    if (expect.paused !== undefined)
      assert.equal((state.clock?.paused ?? null) !== null, expect.paused, `${where}: paused`)
    if (expect.proposals !== undefined)
      assert.equal(Object.keys(state.proposals).length, expect.proposals, `${where}: proposals`)
    for (const [name, value] of Object.entries(expect.kept ?? {}))
      assert.deepEqual(state.kept[name] ?? null, real(value), `${where}: ${name}`)
  }
  const [one, other] = await Promise.all(
    [sides.aaa, sides.bbb].map((side) => side.store.read(RELATION, (reader) => reader.dossier(dossier))),
  )
  assert.deepEqual(one?.settled, other?.settled, whereOf(index, steps[index] as Step))
}
