/** The relation's own dossier: one side opens it, the other confirms, and what is proposed is accepted. */
import { digestOf, type Procedure } from '@counterpart/casework'
import { procedures } from '@counterpart/procedures'
import { expandFields, type Relation } from '@counterpart/record'
import type { Bundle } from '@counterpart/server'
import { act, open } from './act.ts'
import { Arrivals } from './arrivals.ts'
import type { Pair } from './deed.ts'

interface Parties {
  relation: Relation
  /** Codes in order. */
  parties: readonly [string, string]
  bundles: readonly Bundle[]
}

export async function establish(
  pair: Parties,
  ministry: (party: string) => Promise<Pair>,
  next: (what: string) => void,
): Promise<void> {
  const [first, other] = pair.parties
  const { procedure } = procedures.find((one) => one.procedure.plays?.as === 'relation') ?? {}
  const acts = Object.entries(procedure?.acts ?? {})
  const opening = acts.find(([, declared]) => declared.opens)?.[0] ?? ''
  const confirming = acts.find(
    ([, { answers, to }]) => answers?.includes(opening) && to && !('final' in (procedure?.states[to] ?? {})),
  )?.[0]
  if (!procedure || confirming === undefined) throw new Error('no procedure plays the relation')
  const known = knownOf(pair, procedure)
  const ask = (name: string) => {
    const { needs = [], may = [] } = procedure.acts[name] ?? {}
    return Object.fromEntries(
      [...needs, ...may].flatMap((field) => (Object.hasOwn(known, field) ? [[field, known[field]]] : [])),
    )
  }
  const [one, two] = [await ministry(first), await ministry(other)]
  const opened = await open(one.drafter, one.approver, {
    relation: pair.relation.relation,
    procedure: digestOf(procedure),
    act: opening,
    level: 'ministry',
    handling: 'H0',
    fields: ask(opening),
  })
  await new Arrivals(two.drafter).of(opened)
  const answer = async (by: Pair, to: Pair, name: string, on: string | null) => {
    const done = await act(by.drafter, by.approver, opened.dossier, {
      act: name,
      fields: ask(name),
      ...(on === null ? {} : { on }),
    })
    await new Arrivals(to.drafter).of(done)
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
function knownOf({ relation, parties, bundles }: Parties, procedure: Procedure): Record<string, unknown> {
  const listed = (party: string) =>
    procedures.map((one) => ({ party, procedure: one.procedure.name, digest: digestOf(one.procedure) }))
  const lists = (procedure.plays?.slots.digests ?? '')
    .split(' ')
    .map((field, side) => [field, listed(parties[side] ?? '')])
  const { title, 'legal-basis': basis, holidays, offsets, parameters } = relation
  const said = { title, 'legal-basis': basis, holidays, offsets, parameters }
  return {
    ...Object.fromEntries(lists),
    ...expandFields(
      {
        ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
        parties: relation.parties.map(({ code, name }) => ({
          code,
          name,
          domain: bundles.find((bundle) => bundle.party === code)?.domain ?? '',
        })),
      },
      procedure,
    ),
    keys: bundles.flatMap(({ party, vkeys, seal }) => [
      ...vkeys.log.map((key) => ({ party, use: 'log', key })),
      ...vkeys.custody.map((key) => ({ party, use: 'custody', key })),
      { party, use: 'seal', key: seal },
    ]),
  }
}
