/**
 * Entries that came after their epoch had ended have no effect, but their author has to know of them: they are put on
 * record and kept to be given back.
 */
import { equal } from '@counterpart/protocol'
import { apartWeights } from '../../store/epochs.ts'
import type { ApartRow, Heads, PartName, PartRow, Reader, Writer } from '../../store/store.ts'
import { raise, raiseOfBound } from '../incident.ts'
import type { Node, Relation } from '../relation.ts'
import { letAloneFall } from '../retention/alone.ts'
import type { Accepted } from './accept.ts'
import type { Bounds } from './bounds.ts'

export async function keepApart(
  node: Node,
  relation: Relation,
  {
    rows,
    parts,
    absent,
  }: { rows: readonly ApartRow[]; parts: readonly PartRow[]; absent: readonly PartName[] },
  heads: Heads,
  writer: Writer,
): Promise<Accepted> {
  const refused = { kind: 'refused', holds: heads.theirs.size } as const
  const now = node.clock()
  const { fresh, continues } = await freshOf(rows, writer)
  if (!continues) {
    // Only one of two lost continuations is kept: a mixture could not be given back under a head that its author signed.
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
    // Refused as a whole: a part that is kept could not be told from what was sent.
    const { side, epoch, note: received } = first
    const told = await raiseOfBound(writer, now, 'late-full', { side, ...late }, { epoch, received })
    return { ...refused, code: 'late-full', incident: told }
  }
  await writer.putApart(fresh, theirs)
  await writer.putAbsent(absent.filter(({ leaf }) => leaves.has(leaf)))
  await letAloneFall(fresh, writer)
  if (first) await raise(writer, now, 'epoch-late', { side: relation.theirs, leaves: [...leaves] })
  return { ...refused, code: 'epoch-closed', incident: fresh.length > 0, apart: fresh.length }
}

/**
 * The rows that are not kept yet, of rows that are of one log and follow each other. `continues`: whether the kept ones
 * in their places are the same. An author who was brought back twice has lost two continuations of one log.
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
  // The tree up to this row: if it is the same, so are all rows before it.
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
