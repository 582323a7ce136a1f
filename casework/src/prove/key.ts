/** Which dossiers are alike: what is the same of them is everything that decides over the acts to come. */
import { type Condition, fieldsRead, looksOutside, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { factsOf } from '../run/condition.ts'
import type { DossierState, GateState } from '../run/entry.ts'
import { atomsOf, conditionsOf, liveIn } from './reads.ts'

/** One text for a state, the same for every dossier that goes on in the same way. */
export type KeyOf = (state: DossierState) => string

/** Reads one thing of a state. */
type Reading = (state: DossierState) => string

/**
 * `repeatable`: acts of which it does not count whether they were done, where they can be done. `beside`: acts
 * that are tried afterwards in what was visited.
 */
export function keyOf(
  procedure: Procedure,
  repeatable: ReadonlySet<string>,
  beside: Procedure['acts'],
): KeyOf {
  const classOf = classes({ ...procedure, acts: { ...procedure.acts, ...beside } })
  // The side whose proposal stands counts even where the act that adopts it is beside the course: no side adopts its own.
  const acts = [...Object.values(procedure.acts), ...Object.values(beside)]
  const adoptable = new Set(acts.flatMap((act) => (act.adopts ? (act.answers ?? []) : [])))
  const byState = new Map(
    [...liveIn(procedure, beside)].map(
      ([name, { fields, acts: done, parts, gates, noes, any }]): [string, Reading[]] => [
        name,
        [
          ...[...fields].map(
            (field): Reading =>
              ({ kept }) =>
                classOf(field, own(kept, field)),
          ),
          ...[...done]
            .filter((act) => !(repeatable.has(act) && own(procedure.acts, act)?.from.includes(name)))
            .map((act) => doneReading(procedure, act, adoptable.has(act))),
          ...[...any].flatMap((kinds): Reading[] => {
            const named = kinds.split(',')
            if (named.some((act) => repeatable.has(act) && own(procedure.acts, act)?.from.includes(name)))
              return []
            return [({ current }) => (named.some((act) => own(current, act)) ? '+' : '-')]
          }),
          ...[...gates].map(
            (gate): Reading =>
              (state) =>
                standing(own(state.gates, gate)),
          ),
          ...[...noes].map(
            (gate): Reading =>
              (state) =>
                factsOf(state).saidNo(gate) ? '+' : '-',
          ),
          ...[...parts].map(
            (part): Reading =>
              (state) =>
                state.parts.includes(part) ? '+' : '-',
          ),
        ],
      ],
    ),
  )
  const sides = procedure.keeper === 'first' || procedure.once
  return (state) => {
    let key = `${state.state}|${sides ? state.opener : ''}|${state.clock ? 1 : 0}${state.asked === null ? 0 : 1}`
    for (const read of byState.get(state.state) ?? []) key += `|${read(state)}`
    return key
  }
}

function standing(gate: GateState | undefined): string {
  return gate ? `${gate.answer} ${gate.by}` : ''
}

/** What a proposal says is tried when it is adopted, whatever it was when it was made. */
function doneReading(procedure: Procedure, act: string, adoptable: boolean): Reading {
  const most = own(procedure.acts, act)?.most ?? 1
  return ({ current, proposals }) => {
    const one = own(current, act)
    if (!one) return '-'
    const count = String(Math.min(one.count, most))
    return adoptable ? `${count}${one.by}${own(proposals, one.leaf) ? '+' : '-'}` : count
  }
}

/** Values, and having none, that no condition tells apart are one. */
function classes(procedure: Procedure): (name: string, value: unknown) => string {
  const asked = conditionsOf(procedure).flatMap(atomsOf)
  const named = (one: Condition) => 'before' in one || 'after' in one || looksOutside(one)
  const whole = new Set(asked.flatMap((one) => (named(one) ? fieldsRead(one) : [])))
  const present = new Set(asked.flatMap((one) => ('present' in one ? [one.present] : [])))
  const dated = new Set(
    Object.values(procedure.deadlines).flatMap(({ lasts }) =>
      typeof lasts === 'string' ? [] : ['until' in lasts ? lasts.until : lasts.by],
    ),
  )
  const equal = new Map<string, Set<unknown>>()
  for (const one of asked)
    if ('equals' in one) equal.set(one.equals[0], (equal.get(one.equals[0]) ?? new Set()).add(one.equals[1]))
  return (name, value) => {
    if (whole.has(name)) return value === undefined ? '-' : JSON.stringify(value)
    if (equal.get(name)?.has(value)) return String(value)
    return (present.has(name) || dated.has(name)) && value !== undefined ? '+' : '-'
  }
}
