/** Our mark over entries of the other side: from here on they are settled. */
import type { Hex } from '@counterpart/protocol'
import type { EntryRow, LogHead, PartRow, Writer } from '../../store/store.ts'
import { writeMark } from '../log/compose.ts'
import { rowOf } from '../log/entry.ts'
import { grow } from '../log/heads.ts'
import { dossierIn } from '../procedure-in.ts'
import type { Node, Relation } from '../relation.ts'
import type { Folding } from './folding.ts'
import { settleBatch } from './mark.ts'

export interface Marked {
  head: LogHead
  row: EntryRow
  parts: PartRow[]
}

/** How much of the other side's log the mark settles, and the root of that log at this size (MARK-6). */
export interface Seen {
  size: number
  root: Hex
}

/** The caller signs the new head before the commit; meanwhile the database has other work. */
export async function appendMark(
  node: Node,
  relation: Relation,
  folding: Folding,
  rows: readonly EntryRow[],
  ours: LogHead,
  { size: seen, root }: Seen,
  time: number,
  writer: Writer,
): Promise<Marked> {
  const { body } = await settleBatch(folding, rows, relation.ours, ours.size)
  const place = { relation: relation.id, seen, time, random: node.random }
  const mark = writeMark({ ...body, root }, place)
  const { row } = rowOf(relation.ours, ours.size, mark.bytes, ours, dossierIn(node, relation))
  const parts = mark.parts.map((part) => ({ leaf: row.leaf, ...part }))
  const grown = grow(ours, [row])
  await writer.append(relation.ours, [row], parts, grown.nodes, grown.head)
  return { head: grown.head, row, parts }
}
