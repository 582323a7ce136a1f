/** Values with which an act keeps the rules of its declaration. */
import { type Condition, fieldsRead, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import type { DossierState } from '../run/entry.ts'
import { keptFieldsOf } from '../run/kept.ts'
import { combinationsOf } from './combinations.ts'
import { type Engine, type Move, variantsOf } from './moves.ts'
import { conditionsOf, type Live, touchedBy } from './reads.ts'
import type { Witness } from './rows.ts'
import { alikeTo } from './values.ts'

/** So many combinations of values are tried. */
const MOST = 20_000

/**
 * An act that has effect but for the rules, with values by which it has effect: of the act, of the proposal
 * that it adopts, and of what stands, as far as no condition that can still be asked tells them from those
 * found. `null` where there are none. `live`: of the procedure.
 */
export function keepingRules(
  procedure: Procedure,
  engine: Engine,
  before: DossierState | null,
  move: Move,
  live: ReadonlyMap<string, Live>,
): Witness | null {
  const act = own(procedure.acts, move.act)
  if (!act) return null
  const touched = touchedBy(procedure, act)
  const rules = Object.values(procedure.rules).filter((rule) =>
    fieldsRead(rule).some((name) => touched.has(name)),
  )
  const conditions = conditionsOf(procedure)
  const variants = variantsOf(procedure, act, [...conditions, ...rules], MOST)
  const worded = act.adopts
    ? [...proposedIn(procedure, before, move.on, [...conditions, ...rules])]
    : [before]
  for (const standing of standingIn(procedure, before, conditions, rules, live))
    for (const place of worded) {
      const now = place && { ...place, kept: { ...place.kept, ...standing } }
      for (const one of variants) {
        const other = { ...move, ...one }
        if (engine.verdict(now, other).kind === 'effective') return { before: now, move: other }
      }
    }
  return null
}

/** What stands of the fields that rules read, as it could have been said. */
function standingIn(
  procedure: Procedure,
  before: DossierState | null,
  conditions: readonly Condition[],
  rules: readonly Condition[],
  live: ReadonlyMap<string, Live>,
): Record<string, unknown>[] {
  const read = live.get(before?.state ?? '')?.fields
  const fields = [...new Set(rules.flatMap(fieldsRead))].filter((name) =>
    Object.hasOwn(before?.kept ?? {}, name),
  )
  return combinationsOf(
    fields.map((name) => {
      const asked = read?.has(name) ? conditions : []
      return [name, alikeTo(procedure, name, own(before?.kept ?? {}, name), asked, rules)]
    }),
  )
}

/** The dossier with the proposal that is answered, as it could be worded in every way. */
function* proposedIn(
  procedure: Procedure,
  before: DossierState | null,
  on: string | undefined,
  conditions: readonly Condition[],
): Generator<DossierState> {
  const proposal = on === undefined ? undefined : own(before?.proposals ?? {}, on)
  const proposing = proposal && own(procedure.acts, proposal.act)
  if (!before || on === undefined || !proposal || !proposing) return
  const fields = keptFieldsOf(procedure, proposing)
  for (const { kept } of variantsOf(procedure, proposing, conditions, MOST)) {
    const said = Object.fromEntries(Object.entries(kept).filter(([name]) => fields.has(name)))
    yield { ...before, proposals: { ...before.proposals, [on]: { ...proposal, kept: said } } }
  }
}
