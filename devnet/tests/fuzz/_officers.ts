/** Officers of both sides do what their pages would offer them, with what the example runs show of each act. */
import { type Act, LEVELS, type Level, offers, type Procedure } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { runsOf } from '../../../procedures/_drive.ts'
import { NodeError } from '../../../server/src/errors.ts'
import { RELATION } from '../../../server/src/uses/_talk.ts'
import type { Author, Command } from '../../../server/src/uses/command.ts'
import { noRetentions, positionOf } from '../../../server/src/uses/dossier/position.ts'
import { DECLARED, DIGESTS } from '../_run-agreed.ts'
import { coded } from './_codes.ts'
import { type Enclosed, recorded } from './_enclosed.ts'
import { epochsOf, note } from './_ledger.ts'
import { type Attempt, chance, draw, type Party, pick, type World } from './_world.ts'

interface Shown {
  fields: Record<string, unknown>
  level: Level | undefined
}

export type Wanted = (procedure: Procedure, act: Act | undefined) => boolean

/** What some run does in each act of each procedure. */
const SHOWN = new Map<string, Shown[]>()
for (const { procedure } of procedures)
  for (const { steps } of runsOf(procedure))
    for (const { act, fields, level, expect } of steps) {
      if (expect.verdict !== 'effective') continue
      const name = `${procedure.name} ${act}`
      SHOWN.set(name, [...(SHOWN.get(name) ?? []), { fields, level: level as Level | undefined }])
    }

const A_WORD = { en: { text: 'a word', standing: 'authoritative' } }
const OFFICERS = { acts: 'drafter', answers: 'gatekeeper', overrides: 'superior' } as const
/** So many dossiers are worked in at a time, and so many acts are thought of before an officer gives up. */
const LIVE = 6
const TRIES = 6
/** Of those that could act, so many open something new. */
const NEW = 0.12

function shownOf(world: World, procedure: Procedure, name: string, act: Act): Shown | null {
  const shown = pick(world, SHOWN.get(`${procedure.name} ${name}`) ?? [])
  if (shown) return { ...shown, fields: world.real(shown.fields) }
  if (act.needs.every((field) => field === 'message'))
    return { fields: Object.fromEntries(act.needs.map((field) => [field, A_WORD])), level: undefined }
  return null
}

function authorOf(party: Party, act: Act, level: Level): Author {
  return {
    office: `${party}-office`,
    officer: OFFICERS[act.gate?.does ?? 'acts'],
    level,
    roles: act.roles,
  }
}

/** Whether something was recorded. */
export async function act(world: World, party: Party): Promise<boolean> {
  if (world.down.has(party)) return false
  // On a node that was brought back nothing can be done: it is tried all the same.
  const most = world.recovering.has(party) ? 1 : TRIES
  for (let tries = 0; tries < most; tries++) {
    const command = chance(world, NEW) ? opening(world, party) : await going(world, party).catch(noPage)
    if (command && (await attempt(world, party, command))) return true
    if (world.down.has(party)) return false
  }
  return false
}

/** A page that cannot be shown leads to no act. */
export function noPage(error: unknown): null {
  const fault = coded(error)
  if (fault) throw fault
  return null
}

export function requestOf(world: World): string {
  return `fuzz-${world.seed}-${world.attempts.length}-${draw(world, 2 ** 30)}`
}

/** `wanted`: what acts are looked for, and of which procedures. */
export function opening(
  world: World,
  party: Party,
  procedures = world.opened,
  wanted: Wanted = () => true,
): Command | null {
  const procedure = pick(world, procedures)
  if (!procedure) return null
  const [name, declared] =
    pick(
      world,
      Object.entries(procedure.acts).filter(([, act]) => act.opens && wanted(procedure, act)),
    ) ?? []
  const shown = name && declared ? shownOf(world, procedure, name, declared) : null
  if (!name || !declared || !shown) return null
  const level = shown.level ?? procedure.levels[0] ?? 'ministry'
  return {
    kind: 'open',
    request: requestOf(world),
    author: authorOf(party, declared, level),
    procedure: DIGESTS.get(procedure) ?? '',
    act: name,
    fields: shown.fields,
    handling: 'H1',
    ...(declared.approval ? { approver: 'second' } : {}),
    ...(shown.level === undefined ? {} : { reserved: { level: shown.level } }),
  }
}

export async function going(
  world: World,
  party: Party,
  wanted: Wanted | null = null,
): Promise<Command | null> {
  const { node, store } = world.sides[party]
  const dossier = pick(world, world.dossiers.slice(-LIVE))
  if (dossier === undefined) return null
  // As the page showed it: what has come since then is no excuse for acting on it.
  const row = await store.read(RELATION, (reader) => reader.dossier(dossier))
  const procedure = row ? DECLARED.get(row.ahead.digest)?.procedure : undefined
  if (!row || !procedure) return null
  if (!wanted && chance(world, 0.04))
    return { kind: 'opened', request: requestOf(world), author: readerAt(party), dossier }
  const state = row.ahead
  const { parties } = node.relations.get(RELATION) ?? { parties: ['aaa', 'bbb'] as [string, string] }
  const seen = await store.read(RELATION, async (reader) => (await reader.heads()).theirs.size)
  const roles = [...new Set(Object.values(procedure.acts).flatMap((one) => one.roles))]
  const own = state.level ?? procedure.levels[0] ?? 'ministry'
  const offered = [own, procedure.levels.at(-1) ?? own].flatMap((level) =>
    offers(procedure, state, party, level, roles, parties, seen)
      .filter(({ allowed }) => allowed)
      .filter(({ act }) => !wanted || wanted(procedure, procedure.acts[act]))
      .map((offer) => ({ ...offer, level })),
  )
  const offer = pick(world, offered)
  const declared = offer && procedure.acts[offer.act]
  const shown = offer && declared ? shownOf(world, procedure, offer.act, declared) : null
  if (!offer || !declared || !shown) return null
  const on = pick(world, offer.answers)
  const decided = LEVELS.find((level) => level === shown.fields['decided-at'])
  return {
    kind: 'act',
    request: requestOf(world),
    author: authorOf(party, declared, decided ?? offer.level),
    dossier,
    act: offer.act,
    fields: shown.fields,
    position: chance(world, 0.5) ? positionOf(state, noRetentions(), null) : null,
    ...(declared.approval ? { approver: 'second' } : {}),
    ...(on === undefined ? {} : { on }),
  }
}

function readerAt(party: Party): Author {
  return { office: `${party}-office`, officer: 'drafter', level: 'ministry', roles: [] }
}

export async function attempt(
  world: World,
  at: Party,
  command: Command,
  encloses: Enclosed = [],
): Promise<boolean> {
  const made: Attempt = { at, command, encloses, leaf: null }
  world.attempts.push(made)
  return again(world, made)
}

/** Asks again with the same request: whoever was answered once is answered the same for ever. */
export async function again(world: World, made: Attempt): Promise<boolean> {
  const { node } = world.sides[made.at]
  const relation = node.relations.get(RELATION)
  if (!relation) return false
  try {
    const { leaf, index, dossier } = await recorded(node, relation, made)
    // That an office has opened something is said once: who said so, too, was shown the entry of another request.
    const isShared = made.command.kind === 'opened'
    if (made.leaf !== null && made.leaf !== leaf && !isShared)
      world.fault ??= new Error(`${made.command.request} was answered ${made.leaf} and then ${leaf}`)
    if (made.leaf === null && made.command.kind === 'open') world.dossiers.push(dossier)
    made.leaf = leaf
    const side = world.sides[made.at]
    note(world.ledger, side)
    const epoch = epochsOf(side, made.at)(index)
    if (world.ledger.leaves.get(`${made.at} ${epoch} ${index}`) !== leaf)
      world.fault ??= new Error(`${made.command.request} was answered and is not at ${index}`)
    return true
  } catch (error) {
    world.fault ??= coded(error)
    // Refused is refused: it left no entry, and is not asked again.
    if (error instanceof NodeError && error.status < 500 && !error.unknown && made.leaf === null)
      world.attempts.splice(world.attempts.indexOf(made), 1)
    return false
  }
}
