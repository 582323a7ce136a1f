/** What ends with its epoch has no effect, and whoever wrote it has to know: it is on record, and kept to be given back. */
import { equal } from '@counterpart/protocol'
import { apartWeights } from '../../store/epochs.ts'
import type { ApartRow, Heads, PartRow, Reader, Writer } from '../../store/store.ts'
import { raise, raiseOfBound } from '../incident.ts'
import type { Node, Relation } from '../relation.ts'
import type { Accepted } from './accept.ts'
import type { Bounds } from './bounds.ts'

export async function keepApart(
  node: Node,
  relation: Relation,
  { rows, parts }: { rows: readonly ApartRow[]; parts: readonly PartRow[] },
  heads: Heads,
  writer: Writer,
): Promise<Accepted> {
  const refused = { kind: 'refused', holds: heads.theirs.size } as const
  const now = node.clock()
  const { fresh, continues } = await freshOf(rows, writer)
  if (!continues) {
    // Of two that were lost one is kept: mixed, neither could be given back under a head that its author signed.
    const { side, epoch, note: received } = rows[0] ?? {}
    return {
      ...refused,
      code: 'late-other',
      incident: await raiseOfBound(writer, now, 'late-other', { side, epoch }, { received }),
    }
  }
  const leaves = new Set(fresh.map(({ leaf }) => leaf))
  const theirs = parts.filter(({ leaf }) => leaves.has(leaf))
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

/**
 * Those that are not kept yet, of rows that are of one log and follow each other. `continues`: whether what is kept in their places
 * are they; an author who was brought back twice has lost two continuations of one log.
 */
export async function freshOf(
  rows: readonly ApartRow[],
  reader: Reader,
): Promise<{ fresh: ApartRow[]; continues: boolean }> {
  const [first] = rows
  if (!first) return { fresh: [], continues: true }
  const { side, epoch, index } = first
  const known = new Set(await reader.apartIndexes(side, epoch, index, index + rows.length))
  const fresh = rows.filter((row) => !known.has(row.index))
  const last = rows.findLast((row) => known.has(row.index))
  // Of the tree with it: all before it are the same where this is.
  const held = last && (await reader.apartFrontier(side, { epoch, index: last.index }))
  const continues =
    !held ||
    (held.length === last.frontier.length &&
      held.every((hash, at) => equal(hash, last.frontier[at] ?? hash.subarray(1))))
  return { fresh, continues }
}

async function isBeyond(
  most: Bounds['late'],
  rows: readonly ApartRow[],
  parts: readonly PartRow[],
  relation: Relation,
  writer: Writer,
): Promise<boolean> {
  const kept = await writer.apartWeight(relation.theirs)
  const bytes = apartWeights(rows, parts).reduce((sum, weight) => sum + weight, kept.bytes)
  return kept.entries + rows.length > most.entries || bytes > most.bytes
}
