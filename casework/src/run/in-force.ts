/** Whether an instrument binds, as an act in another dossier may know it: settled within that act's cut. */
import { type Condition, fieldsRead, type Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { isSettledWithin, lengthsOf } from './cut.ts'
import type { Cut, DossierState, Party, Placed } from './entry.ts'
import { step } from './fold.ts'
import { isRecord } from './is-record.ts'
import type { FoldContext } from './judge.ts'

type Base = Pick<FoldContext, 'parties' | 'relation' | 'procedure' | 'terms'>

/**
 * `placed`: the entries of the instrument's own dossier in their order, kept by `keeper`; `procedure`: what
 * it is taken for. The answer is for an act with a cut in a dossier that `asking` keeps.
 */
export function inForceReader(
  procedure: Procedure | null,
  placed: readonly Placed[],
  keeper: Party,
  base: Base,
): (cut: Cut, asking: Party) => boolean {
  const context: FoldContext = { ...base, viewOf: () => null, entryOf: () => null, inForce: () => false }
  return (cut, asking) => {
    const lengths = lengthsOf(cut, asking, base.parties)
    let state: DossierState | null = null
    for (const one of placed)
      if (isSettledWithin(one, keeper, lengths)) state = step(procedure, state, one, context).state
    return procedure !== null && state !== null && binds(procedure, state)
  }
}

function binds(procedure: Procedure, { state }: DossierState): boolean {
  const states =
    procedure.plays?.as === 'instrument' ? own(procedure.plays.slots, 'binding-states') : undefined
  return (states ?? '').split(' ').includes(state)
}

/** The dossiers that conditions of a procedure may ask about, as its acts and their dossier name them. */
export function instrumentsNamed(
  procedure: Procedure,
  said: readonly (Readonly<Record<string, unknown>> | null)[],
): string[] {
  const fields = conditionsOf(procedure).filter(asksInForce).flatMap(fieldsRead)
  const named = said.flatMap((kept) =>
    [...new Set(fields)].flatMap((field) => {
      const value = own(kept ?? {}, field)
      const dossier = isRecord(value) ? own(value, 'dossier') : undefined
      return typeof dossier === 'string' ? [dossier] : []
    }),
  )
  return [...new Set(named)]
}

/** Whether what has effect in such a dossier may follow from what became of another. */
export function restsOnInstruments(procedure: Procedure): boolean {
  return conditionsOf(procedure).some(asksInForce)
}

function conditionsOf(procedure: Procedure): Condition[] {
  return [...Object.values(procedure.acts), ...Object.values(procedure.gates ?? {})].flatMap(({ when }) =>
    when ? [when] : [],
  )
}

function asksInForce(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(asksInForce)
  if ('any' in condition) return condition.any.some(asksInForce)
  return 'not' in condition ? asksInForce(condition.not) : 'inForce' in condition
}
