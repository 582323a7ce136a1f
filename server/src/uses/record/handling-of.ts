/** How what a dossier says may be used. */
import type { Handling } from '@counterpart/protocol'
import type { EntryRow } from '../../store/store.ts'
import type { Held } from '../dossier/folding.ts'
import { entryOf } from '../log/entry.ts'

/** The handling of a dossier is that of its opening, which may be among `rows`; an act may be stricter. */
export function handlingOf(rows: readonly EntryRow[], held: Held): Handling {
  const isOpening = (row: EntryRow) => row.kind === 'open' && row.dossier === held.id
  const opening = rows.find(isOpening) ?? held.opening
  const header = opening ? entryOf(opening, []).header : null
  return header?.kind === 'open' ? header.handling : 'H1'
}
