/** What ends with its epoch has no effect, and whoever wrote it has to know: it is on record, and kept to be given back. */
import type { ApartRow, Heads, PartRow, Writer } from '../store/store.ts'
import type { Accepted } from './accept.ts'
import type { Bounds } from './bounds.ts'
import { raise, raiseOfBound } from './incident.ts'
import type { Node, Relation } from './relation.ts'

export async function keepApart(
  node: Node,
  relation: Relation,
  { rows, parts }: { rows: readonly ApartRow[]; parts: readonly PartRow[] },
  heads: Heads,
  writer: Writer,
): Promise<Accepted> {
  const known = new Set((await writer.apart()).map((row) => `${row.side} ${row.epoch} ${row.index}`))
  const fresh = rows.filter((row) => !known.has(`${row.side} ${row.epoch} ${row.index}`))
  const leaves = new Set(fresh.map(({ leaf }) => leaf))
  const theirs = parts.filter(({ leaf }) => leaves.has(leaf))
  const refused = { kind: 'refused', holds: heads.theirs.size } as const
  const now = node.clock()
  const { late } = node.bounds
  const [first] = fresh
  if (first && (await isBeyond(late, fresh, theirs, relation, writer))) {
    // As a whole: what is kept of it in part could not be told from what was sent.
    const { side, epoch, note: received } = first
    const told = await raiseOfBound(writer, now, 'late-full', { side, ...late }, { epoch, received })
    return { ...refused, code: 'late-full', incident: told }
  }
  await writer.putApart(fresh, theirs)
  if (first) await raise(writer, now, 'epoch-late', { side: relation.theirs, leaves: [...leaves] })
  return { ...refused, code: 'epoch-closed', incident: fresh.length > 0, apart: fresh.length }
}

async function isBeyond(
  most: Bounds['late'],
  rows: readonly ApartRow[],
  parts: readonly PartRow[],
  relation: Relation,
  writer: Writer,
): Promise<boolean> {
  const kept = await writer.apartWeight(relation.theirs)
  const bytes =
    rows.reduce((sum, row) => sum + row.bytes.length + row.note.length, kept.bytes) +
    parts.reduce((sum, part) => sum + part.salt.length + part.bytes.length, 0)
  return kept.entries + rows.length > most.entries || bytes > most.bytes
}
