/** Fills a new world through the officers' API: the relation, the public record, the invented requests. */

import { digestOf, type Procedure } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { items, offices, personas, relationSeed, requests, resolve, stepsOf } from '@counterpart/record'
import { act, arrived, open, type Recorded } from './act.ts'
import { type Persona, signIn } from './persona.ts'
import type { World } from './world.ts'

export interface SeedPorts {
  /** Sets the clocks of all nodes so many seconds back, so that a history has a past. */
  setBack(seconds: number): Promise<void>
  progress(done: number, of: number, what: string): void
}

/** Whoever does it, and the person who approves where two are needed. */
interface Pair {
  drafter: Persona
  approver: Persona
}

const DAY = 86_400

export async function seed(world: World, ports: SeedPorts): Promise<void> {
  const seats = new Map<string, Promise<Persona>>()
  const seat = (id: string): Promise<Persona> => {
    const persona = personas.find((one) => one.id === id)
    const member = world.members.find(({ code }) => code === persona?.side)
    if (!member) throw new Error(`no persona ${id}`)
    const signed = seats.get(id) ?? signIn(member.url, id)
    seats.set(id, signed)
    return signed
  }
  const ministry = async (party: string): Promise<Pair> => ({
    drafter: await seat(heldBy(party, 'secretary')),
    approver: await seat(heldBy(party, 'approver')),
  })
  const steps = stepsOf(
    items,
    procedures.map(({ procedure }) => procedure),
    parties(world),
  )
  const script = requests.flatMap((request) => request.acts.map((one, index) => ({ request, one, index })))
  script.sort((a, b) => b.one.ago - a.one.ago)
  const total = steps.length + script.length + 2 // the relation takes two
  let done = 0
  const next = (what: string) => ports.progress(++done, total, what)

  const oldest = script[0]?.one.ago ?? 0
  // A session does not outlast a leap of the clock: everybody signs in again.
  const setBack = async (seconds: number) => {
    await ports.setBack(seconds)
    seats.clear()
  }
  await setBack(oldest + 2 * DAY)
  await establish(world, ministry, next)
  const dossiers = new Map<string, Recorded>()
  for (const step of steps) {
    const { drafter, approver } = await ministry(step.party)
    const fields = resolve(step.fields, (item) => dossiers.get(item)?.dossier ?? null)
    const digest = digestNamed(step.procedure)
    const before = dossiers.get(step.item)
    let recorded: Recorded
    if (step.kind === 'open')
      recorded = await open(drafter, approver, {
        relation: relationSeed.relation,
        procedure: digest,
        act: step.act,
        fields,
        level: step.level,
        handling: 'H0',
      })
    else if (before)
      recorded = await act(drafter, approver, before.dossier, { act: step.act, on: before.leaf, fields })
    else throw new Error(`${step.item} is confirmed before it is opened`)
    if (step.kind === 'open') dossiers.set(step.item, recorded)
    for (const party of parties(world))
      await arrived((await ministry(party)).drafter, recorded.dossier, recorded.leaf)
    next(step.item)
  }
  const leaves = new Map<string, Recorded[]>()
  for (const { request, one, index } of script) {
    await setBack(one.ago)
    const by = await seat(one.persona)
    const approver = one.approver === undefined ? null : await seat(one.approver)
    const earlier = leaves.get(request.id) ?? []
    const on = one.on === undefined ? undefined : earlier[one.on]?.leaf
    const under = resolve(request.under, (item) => dossiers.get(item)?.dossier ?? null)
    const recorded =
      index === 0
        ? await open(by, approver, {
            relation: relationSeed.relation,
            procedure: digestNamed(request.procedure),
            act: one.act,
            fields: one.fields,
            to: request.to,
            level: request.level,
            under,
            number: request.number,
            handling: request.handling,
          })
        : await act(by, approver, earlier[0]?.dossier ?? '', {
            act: one.act,
            fields: one.fields,
            ...(one.number === undefined ? {} : { number: one.number }),
            ...(on === undefined ? {} : { on }),
          })
    leaves.set(request.id, [...earlier, recorded])
    for (const party of parties(world))
      await arrived((await ministry(party)).drafter, recorded.dossier, recorded.leaf)
    next(request.id)
  }
  await setBack(0)
}

/** The relation's own dossier: one side opens it, the other confirms, and what is proposed is accepted. */
async function establish(
  world: World,
  ministry: (party: string) => Promise<Pair>,
  next: (what: string) => void,
): Promise<void> {
  const [first, other] = parties(world)
  const { procedure } = procedures.find((one) => one.procedure.plays?.as === 'relation') ?? {}
  const acts = Object.entries(procedure?.acts ?? {})
  const opening = acts.find(([, declared]) => declared.opens)?.[0] ?? ''
  const confirming = acts.find(
    ([, { answers, to }]) => answers?.includes(opening) && to && !('final' in (procedure?.states[to] ?? {})),
  )?.[0]
  if (!procedure || confirming === undefined) throw new Error('no procedure plays the relation')
  const known = knownOf(world, procedure)
  const ask = (name: string) => {
    const { needs = [], may = [] } = procedure.acts[name] ?? {}
    return Object.fromEntries(
      [...needs, ...may].flatMap((field) => (Object.hasOwn(known, field) ? [[field, known[field]]] : [])),
    )
  }
  const [one, two] = [await ministry(first), await ministry(other)]
  const opened = await open(one.drafter, one.approver, {
    relation: relationSeed.relation,
    procedure: digestOf(procedure),
    act: opening,
    level: 'ministry',
    handling: 'H0',
    fields: ask(opening),
  })
  await arrived(two.drafter, opened.dossier, opened.leaf)
  const answer = async (by: Pair, to: Pair, name: string, on: string | null) => {
    const done = await act(by.drafter, by.approver, opened.dossier, {
      act: name,
      fields: ask(name),
      ...(on === null ? {} : { on }),
    })
    await arrived(to.drafter, done.dossier, done.leaf)
    return done.leaf
  }
  await answer(two, one, confirming, opened.leaf)
  next('relation')
  for (const [name, declared] of acts) {
    const adopting = acts.find(([, { adopts, answers }]) => adopts && answers?.includes(name))?.[0]
    if (
      !declared.proposes ||
      adopting === undefined ||
      !declared.needs.every((field) => Object.hasOwn(known, field))
    )
      continue
    await answer(two, one, adopting, await answer(one, two, name, null))
  }
  next('relation')
}

/** What both sides can say of each other before they have said anything, by field of the declaration. */
function knownOf(world: World, procedure: Procedure): Record<string, unknown> {
  const { title, holidays, offsets, parameters } = relationSeed
  const listed = (party: string) =>
    procedures.map((one) => ({ party, procedure: one.procedure.name, digest: digestOf(one.procedure) }))
  const lists = (procedure.plays?.slots.digests ?? '')
    .split(' ')
    .map((field, side) => [field, listed(parties(world)[side] ?? '')])
  return {
    ...Object.fromEntries(lists),
    title,
    'legal-basis': relationSeed['legal-basis'],
    holidays,
    offsets,
    parameters,
    parties: relationSeed.parties.map(({ code, name }) => ({
      code,
      name,
      domain: world.bundles.find((bundle) => bundle.party === code)?.domain ?? '',
    })),
    keys: world.bundles.flatMap(({ party, vkeys, seal }) => [
      ...vkeys.log.map((key) => ({ party, use: 'log', key })),
      ...vkeys.custody.map((key) => ({ party, use: 'custody', key })),
      { party, use: 'seal', key: seal },
    ]),
  }
}

function parties(world: World): [string, string] {
  const [first = '', second = ''] = world.members.map(({ code }) => code).sort()
  return [first, second]
}

function heldBy(party: string, role: string): string {
  const atMinistry = new Set(offices.filter(({ level }) => level === 'ministry').map(({ code }) => code))
  const found = personas.find(
    ({ side, office, roles }) =>
      side === party && atMinistry.has(office) && roles.some((one) => one === role),
  )
  if (!found) throw new Error(`nobody of ${party} is ${role} at a ministry`)
  return found.id
}

function digestNamed(name: string): string {
  const found = procedures.find(({ procedure }) => procedure.name === name)
  if (!found) throw new Error(`no procedure ${name}`)
  return digestOf(found.procedure)
}
