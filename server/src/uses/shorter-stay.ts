/** What one officer alone does not do to a stay that stands. */
import { standingStays } from '@counterpart/casework'
import { NodeError } from '../errors.ts'
import type { Reader } from '../store/store.ts'
import type { StayCommand } from './command.ts'
import { entryOf } from './entry.ts'
import type { Relation } from './relation.ts'
import { withoutCopies } from './without-copies.ts'

/** @throws NodeError `needs-approval` for a stay of one person that ends before ours that stands: it would have no effect */
export async function checkShorter(
  { ours }: Relation,
  reader: Pick<Reader, 'dossierEntries' | 'parts'>,
  { dossier, until, approver, author }: StayCommand,
): Promise<void> {
  if (approver !== undefined && approver !== author.officer) return
  const rows = withoutCopies(await reader.dossierEntries(dossier))
  const stays = rows.filter(({ side, kind }) => side === ours && kind === 'stay')
  const parts = await reader.parts(stays.map(({ leaf }) => leaf))
  const standing = standingStays(stays.map((row) => entryOf(row, parts.get(row.leaf) ?? []))).get(ours)
  if (standing && until < standing.until) throw new NodeError({ code: 'needs-approval', path: '/until' })
}
