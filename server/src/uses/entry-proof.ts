/** The proof of one entry: that it stands in its log, and that the other side holds it. */
import { formatProof, verifyAuthorship, verifyProofAt } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { CheckpointRow, EntryRow, Reader } from '../store/store.ts'
import { endOf, epochOf } from './chain.ts'
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
  const checkpoint = await headOver(at, row, true)
  if (!checkpoint?.cosignature) throw new NodeError({ code: 'not-delivered' })
  return proofUnder(at, row, checkpoint.size, checkpoint.note + checkpoint.cosignature)
}

/** @throws NodeError `entry-damaged` */
export async function proofUnder(at: Snapshot, row: EntryRow, size: number, note: string): Promise<string> {
  const proof = await formatted(at, row, size, note)
  const { relation, node } = at
  // As whoever gets it will: what a bit that flipped here would break proves nothing.
  asSigned(() => verifyProofAt(proof, keysOfLog(relation, row.side, size), node.verifier))
  return proof
}

/** That its author signed it, whoever holds it. @throws NodeError `not-delivered` without a head, `entry-damaged` */
export async function authorshipOf(at: Snapshot, row: EntryRow): Promise<string> {
  const checkpoint = await headOver(at, row)
  if (!checkpoint) throw new NodeError({ code: 'not-delivered' })
  const { size, note } = checkpoint
  const proof = await formatted(at, row, size, note)
  const { log } = keysOfLog(at.relation, row.side, size)
  asSigned(() => verifyAuthorship(proof, log, at.node.verifier))
  return proof
}

/** The first of the entry's own log: one of a later log says nothing of its tree. */
async function headOver(
  { reader, relation }: Snapshot,
  { side, index }: EntryRow,
  isReceipted = false,
): Promise<CheckpointRow | null> {
  const head = await reader.checkpointFrom(side, index + 1, isReceipted)
  const chain = side === relation.ours ? relation.chain.ours : relation.chain.theirs
  const end = endOf(chain, epochOf(relation, side, index).number)
  return head && (end === null || head.size <= end) ? head : null
}

async function formatted(
  { reader, relation }: Snapshot,
  row: EntryRow,
  size: number,
  note: string,
): Promise<string> {
  const epoch = epochOf(relation, row.side, row.index)
  const path = await inclusionOf(reader, row.side, epoch, row.index, size)
  return formatProof({ index: row.index - epoch.base, extra: row.bytes, hashes: path, note })
}

export async function whenDelivered<T>(made: Promise<T>): Promise<T | null> {
  return made.catch(notYet)
}

function notYet(error: unknown): null {
  if (error instanceof NodeError && error.code === 'not-delivered') return null
  throw error
}
