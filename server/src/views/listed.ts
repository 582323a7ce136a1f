/** A dossier as far as lists show it: its fields may be large, and many of them are held together. */
import type { DossierState } from '@counterpart/casework'
import type { DossierRow } from '../store/store.ts'
import { heldDeclaration, type Look } from './look.ts'

type ListedState = Pick<
  DossierState,
  | 'clock'
  | 'closed'
  | 'current'
  | 'digest'
  | 'keeper'
  | 'kept'
  | 'level'
  | 'numbers'
  | 'offices'
  | 'opener'
  | 'owner'
  | 'state'
>

export type Listed = Omit<DossierRow, 'settled' | 'ahead'> & { settled: ListedState; ahead: ListedState }

/** Of the fields, those that a line of a list shows. */
export function listed({ node }: Look, row: DossierRow): Listed {
  const declared = heldDeclaration(node, row)
  const shown = [declared?.title, declared?.plays?.slots['record-id']]
  const ahead = bare(row.ahead, shown)
  return { ...row, ahead, settled: row.settled === row.ahead ? ahead : bare(row.settled, shown) }
}

function bare(state: DossierState, shown: readonly (string | undefined)[]): ListedState {
  const { clock, closed, current, digest, keeper, level, numbers, offices, opener, owner } = state
  const kept = Object.fromEntries(Object.entries(state.kept).filter(([name]) => shown.includes(name)))
  return {
    clock,
    closed,
    current,
    digest,
    keeper,
    kept,
    level,
    numbers,
    offices,
    opener,
    owner,
    state: state.state,
  }
}
