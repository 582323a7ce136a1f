/** A mark of the other side that states something else than follows from the logs here (MARK-7). */
import type { Hex } from '@counterpart/protocol'
import type { EntryRow, Writer } from '../../store/store.ts'
import { raise } from '../incident.ts'
import type { Relation } from '../relation.ts'
import type { Contradiction } from './mark.ts'

export interface Differing {
  mark: EntryRow
  contradiction: Contradiction
  /** Those that its author keeps and of which it settles something. */
  dossiers: readonly Hex[]
}

/**
 * Nobody acts any more in these dossiers, and both results are on record. `told`: dossiers of which this transaction tells, to be
 * kept as diverged once it is stored.
 */
export async function tellDiffering(
  relation: Relation,
  { mark, contradiction, dossiers }: Differing,
  writer: Writer,
  now: number,
  told: Set<Hex>,
): Promise<void> {
  const { computed, root } = contradiction
  // A start has to find every dossier that is stopped; more of the same dossiers is more of one kind.
  const stops = dossiers.some((id) => !told.has(id) && !relation.diverged.isKept(id))
  for (const id of dossiers) {
    relation.diverged.add(id)
    told.add(id)
  }
  // A kind of its own: a flood of other differences does not hide that it answers another log than ours.
  const why = root === null ? {} : { why: 'root', stated: root.stated }
  const detail = { mark: mark.leaf, dossiers, computed: { ...computed }, ...why }
  await raise(writer, now, 'verdict-differs', detail, stops)
}
