/** The proof of one entry: that it stands in its log, and that the other side holds it. */
import { formatProof, verifyAuthorship, verifyProofAt } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { EntryRow, Reader } from '../store/store.ts'
import { epochOf } from './chain.ts'
import { inclusionOf } from './inclusion.ts'
import type { Node, Relation } from './relation.ts'
import { asSigned, keysOfLog } from './signed.ts'

/** What of a relation is read in one snapshot. */
export interface Snapshot {
  node: Node
  relation: Relation
  reader: Reader
}

/**
 * @throws NodeError `not-delivered` until the other side has signed that it holds the entry; `entry-damaged`
 * when what is stored no longer proves it
 */
export async function proofOf(at: Snapshot, row: EntryRow): Promise<string> {
  const checkpoint = await at.reader.checkpointFrom(row.side, row.index + 1, true)
  if (!checkpoint?.cosignature) throw new NodeError({ code: 'not-delivered' })
  return proofUnder(at, row, checkpoint.size, checkpoint.note + checkpoint.cosignature)
}

/**
 * That its author signed it, whether or not the other side holds it: to that side alone it is proof enough.
 *
 * @throws NodeError `not-delivered` where there is no head over it yet; `entry-damaged`
 */
export async function authorshipOf(at: Snapshot, row: EntryRow): Promise<string> {
  const checkpoint = await at.reader.checkpointFrom(row.side, row.index + 1)
  if (!checkpoint) throw new NodeError({ code: 'not-delivered' })
  return proofUnder(at, row, checkpoint.size, checkpoint.note, 'signed')
}

/** @throws NodeError `entry-damaged` */
export async function proofUnder(
  { reader, relation, node }: Snapshot,
  row: EntryRow,
  size: number,
  note: string,
  proven: 'held' | 'signed' = 'held',
): Promise<string> {
  const epoch = epochOf(relation, row.side, row.index)
  const path = await inclusionOf(reader, row.side, epoch, row.index, size)
  const proof = formatProof({
    index: row.index - epoch.base,
    extra: row.bytes,
    hashes: path,
    note,
  })
  // As whoever gets it will: what a bit that flipped here would break proves nothing.
  const keys = keysOfLog(relation, row.side, size)
  asSigned(() =>
    proven === 'held'
      ? verifyProofAt(proof, keys, node.verifier)
      : verifyAuthorship(proof, keys.log, node.verifier),
  )
  return proof
}

export async function whenDelivered<T>(made: Promise<T>): Promise<T | null> {
  return made.catch(notYet)
}

function notYet(error: unknown): null {
  if (error instanceof NodeError && error.code === 'not-delivered') return null
  throw error
}
