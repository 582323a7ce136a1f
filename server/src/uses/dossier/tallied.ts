import { type DossierState, type TallyChange, tallyOf } from '@counterpart/casework'
import type { DossierRow } from '../../store/store.ts'
import type { Node } from '../relation.ts'
import { isNothingSettled } from './nothing-settled.ts'

/** What a stored row adds to the counts of reviews. Only settled states count, so that both sides count the same. */
export function tallied(node: Node, row: DossierRow | null): TallyChange[] {
  if (!row || isNothingSettled(row)) return []
  const state: DossierState = row.settled
  const procedure = node.procedures.get(state.digest)?.procedure
  return procedure ? tallyOf({ procedure, state, level: state.level, under: row.under }) : []
}
