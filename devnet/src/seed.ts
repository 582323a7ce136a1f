/** Fills a new world through the officers' API: the relation, the public record, the invented dossiers. */
import { digestOf, type Procedure, type Role } from '@counterpart/casework'
import { DAY } from '@counterpart/casework/civil'
import { procedures } from '@counterpart/procedures'
import { type Moment, partiesOf, said } from '@counterpart/record'
import { act, open } from './act.ts'
import { Arrivals, type Recorded } from './arrivals.ts'
import type { Pair } from './deed.ts'
import { type Demonstration, heldBy } from './demonstration.ts'
import { enter } from './enter.ts'
import { establish } from './establish.ts'
import { type Persona, signIn } from './persona.ts'
import type { World } from './world.ts'

export interface SeedPorts {
  /** The moment that the scripts count from, in seconds. */
  now: number
  /** Sets the clocks of all nodes so many seconds back, so that a history has a past. */
  setBack(seconds: number): Promise<void>
  progress(done: number, of: number, what: string): void
}

export async function seed(world: World, shown: Demonstration, ports: SeedPorts): Promise<void> {
  const { record, personas, scripts } = shown
  const parties = partiesOf(record)
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
    drafter: await seat(heldBy(shown, party, 'secretary')),
    approver: await seat(heldBy(shown, party, 'approver')),
  })
  const deeds = scripts.flatMap((script) => script.acts.map((one, index) => ({ script, one, index })))
  deeds.sort((a, b) => b.one.ago - a.one.ago)
  const acts = record.items.reduce((sum, { answer }) => sum + (answer ? 2 : 1), 0)
  const total = acts + deeds.length + 2 // the relation takes two
  let done = 0
  const next = (what: string) => ports.progress(++done, total, what)

  const oldest = deeds[0]?.one.ago ?? 0
  // A session does not outlast a leap of the clock: everybody signs in again.
  const setBack = async (seconds: number) => {
    await ports.setBack(seconds)
    seats.clear()
  }
  await setBack(oldest + 2 * DAY)
  const { relation } = record
  await establish({ relation, parties, bundles: world.bundles }, ministry, next)
  const { dossiers } = await enter({
    record,
    pairs: new Map([
      [parties[0], await ministry(parties[0])],
      [parties[1], await ministry(parties[1])],
    ]),
    progress: (_done, _of, what) => next(what),
  })
  const leaves = new Map<string, Recorded[]>()
  const moment: Moment = {
    time: ports.now,
    dossierOf: (kind, id) => {
      const dossier = kind === 'record' ? dossiers.get(id) : leaves.get(id)?.[0]?.dossier
      if (dossier === undefined) throw new Error(`no ${kind} ${id}`)
      return dossier
    },
  }
  for (const { script, one, index } of deeds) {
    await setBack(one.ago)
    const by = await seat(one.persona)
    const approver = one.approver === undefined ? null : await seat(one.approver)
    const earlier = leaves.get(script.id) ?? []
    const on = one.on === undefined ? undefined : earlier[one.on]?.leaf
    const fields = said(one.fields, moment)
    const recorded =
      index === 0
        ? await open(by, approver, {
            relation: relation.relation,
            procedure: digestOf(named(script.procedure)),
            act: one.act,
            fields,
            to: script.to,
            level: script.level,
            under: said(script.under, moment),
            number: script.number,
            handling: script.handling,
          })
        : await act(by, approver, earlier[0]?.dossier ?? '', {
            act: one.act,
            fields,
            ...(one.number === undefined ? {} : { number: one.number }),
            ...(on === undefined ? {} : { on }),
          })
    leaves.set(script.id, [...earlier, recorded])
    const reader = readerOf(script.procedure)
    await Promise.all(
      parties.map(async (party) => new Arrivals(await seat(heldBy(shown, party, reader))).of(recorded)),
    )
    next(script.id)
  }
  await setBack(0)
}

/** Of a ministry: not everybody learns that there is such a dossier. */
function readerOf(name: string): Role {
  const { readers } = named(name)
  return readers && !readers.includes('secretary') ? (readers[0] ?? 'secretary') : 'secretary'
}

function named(name: string): Procedure {
  const found = procedures.find(({ procedure }) => procedure.name === name)
  if (!found) throw new Error(`no procedure ${name}`)
  return found.procedure
}
