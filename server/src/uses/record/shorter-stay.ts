/**
 * Guards a stay that stands: one officer alone cannot shorten it, and two officers cannot shorten another one than they looked at.
 */
import { standingStays } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import type { EntryRow, PartRow, Reader } from '../../store/store.ts'
import type { StayCommand } from '../command.ts'
import { withoutCopies } from '../dossier/without-copies.ts'
import { entryOf } from '../log/entry.ts'
import type { Relation } from '../relation.ts'
import { approvedAnswer } from './answered.ts'

/** What a commit adds and no reader finds yet. */
interface Gathered {
  rows: readonly EntryRow[]
  parts: readonly PartRow[]
}

/** Until when our stay keeps a dossier; 0 where none stands. */
export async function ownStay(
  { ours }: Relation,
  reader: Pick<Reader, 'dossierEntries' | 'parts'>,
  dossier: string,
  gathered: Gathered = { rows: [], parts: [] },
): Promise<number> {
  const isStay = (row: EntryRow) => row.dossier === dossier && row.side === ours && row.kind === 'stay'
  const stored = withoutCopies(await reader.dossierEntries(dossier)).filter(isStay)
  const parts = await reader.parts(stored.map(({ leaf }) => leaf))
  const fresh = gathered.rows.filter(isStay).map((row) =>
    entryOf(
      row,
      gathered.parts.flatMap((part) => (part.leaf === row.leaf ? [{ ...part, state: 'held' as const }] : [])),
    ),
  )
  const entries = [...stored.map((row) => entryOf(row, parts.get(row.leaf) ?? [])), ...fresh]
  return standingStays(entries).get(ours)?.until ?? 0
}

/**
 * @throws NodeError `needs-approval` for a stay of one person that ends before our standing one, since it would have no
 * effect; `look-again` where another stay stands than when the second person was asked
 */
export async function checkShorter(
  relation: Relation,
  reader: Pick<Reader, 'dossierEntries' | 'parts' | 'answered' | 'entryByLeaf'>,
  { request, dossier, until, over, approver, author }: StayCommand,
  gathered: Gathered,
): Promise<void> {
  const standing = await ownStay(relation, reader, dossier, gathered)
  if (over !== undefined && over !== standing) throw new NodeError({ code: 'look-again' })
  const isOfTwo = approver !== undefined && approver !== author.officer
  // One person may not repeat what two persons said: another stay may stand since.
  if (!isOfTwo && (until < standing || (await approvedAnswer(reader, relation, request))))
    throw new NodeError({ code: 'needs-approval', path: '/until' })
}
