/** Our mark over entries of the other side: from here on they are settled. */
import type { EntryRow, Heads, LogHead, Writer } from '../store/store.ts'
import { writeMark } from './compose.ts'
import { rowOf } from './entry.ts'
import type { Folding } from './folding.ts'
import { grow, signHead } from './heads.ts'
import { settleBatch } from './mark.ts'
import { dossierIn } from './procedure-in.ts'
import type { Node, Relation } from './relation.ts'

export async function appendMark(
  node: Node,
  relation: Relation,
  folding: Folding,
  rows: readonly EntryRow[],
  heads: Heads,
  theirs: LogHead,
  time: number,
  writer: Writer,
): Promise<LogHead> {
  const { body } = await settleBatch(folding, rows, relation.ours, heads.ours.size)
  const mark = writeMark({ ...body }, { seen: theirs.size, time, random: node.random })
  const { row } = rowOf(relation.ours, heads.ours.size, mark.bytes, heads.ours, dossierIn(node, relation))
  const parts = mark.parts.map((part) => ({ leaf: row.leaf, ...part }))
  const grown = grow(heads.ours, [row])
  await writer.append(relation.ours, [row], parts, grown.nodes, grown.head)
  await writer.putCheckpoint({
    side: relation.ours,
    size: grown.head.size,
    note: await signHead(relation, grown.head),
    cosignature: null,
  })
  return grown.head
}
