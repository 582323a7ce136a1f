/** The proof of one entry: that it stands in its log, and that the other side holds it. */
import { formatProof, verifyAuthorship, verifyProofAt } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { CheckpointRow, EntryRow, Reader } from '../../store/store.ts'
import type { Node, Relation } from '../relation.ts'
import { endOf, epochOf } from './chain.ts'
import { inclusionOf } from './inclusion.ts'
import { markOver } from './mark-over.ts'
import { asSigned, keysOfLog, ownNote } from './signed.ts'

/** A relation as one snapshot of its store shows it. */
export interface Snapshot {
  node: Node
  relation: Relation
  reader: Reader
}

/**
 * The proof by a receipt, which a reader can verify with nothing else beside it.
 *
 * @throws NodeError `not-delivered` until the other side has signed that it holds the entry; `entry-damaged` when what
 * is stored no longer proves it
 */
export async function proofOf(at: Snapshot, row: EntryRow): Promise<string> {
  return (await receiptedProof(at, row)).proof
}

export interface ProvenEntry {
  proof: string
  /** Whether the key of every receipt over the entry was revoked since. */
  revoked: boolean
}

/**
 * `mark`: where only a mark of theirs still shows that they held the entry. The proof then has the mark's head, which
 * may have no receipt.
 */
export interface MarkedEntry extends ProvenEntry {
  mark: EntryRow | null
}

/** For a file that has room for a mark beside it. @throws as `proofOf` */
export async function provenOf(at: Snapshot, row: EntryRow): Promise<MarkedEntry> {
  const proven = await receiptedProof(at, row)
  // Their receipts count no more, but their own log said what they had held.
  return (proven.revoked ? await markedProof(at, row) : null) ?? { ...proven, mark: null }
}

async function receiptedProof(at: Snapshot, row: EntryRow): Promise<ProvenEntry> {
  const first = await firstProof(at, row)
  if (!first.revoked) return first
  // After a revocation they sign on with the next key, so a later receipt of the same log proves what the first one did.
  const last = await lastReceipted(at, row)
  const later = last && (await provenBy(at, row, last))
  return later && !later.revoked ? later : first
}

/** The proof under the head that the mark is over, also where the answer with its receipt was lost. */
async function markedProof(at: Snapshot, row: EntryRow): Promise<MarkedEntry | null> {
  const mark = await markOver(at, row.side, row.index)
  const held = mark && (await whenDelivered(receiptedProof(at, mark)))
  const head = mark && (await headOver(at, row, mark.running))
  if (mark === null || !held || held.revoked || head === null) return null
  const proof = (await provenBy(at, row, head))?.proof ?? (await authoredBy(at, row, head))
  return { proof, revoked: true, mark }
}

/**
 * The proof by the first receipt, under whichever key. A reader follows changes of keys in their order (KEYS-7), and a
 * later receipt may be under a key that only this change leads to. @throws as `proofOf`
 */
export async function stepProofOf(at: Snapshot, row: EntryRow): Promise<string> {
  return (await firstProof(at, row)).proof
}

async function firstProof(at: Snapshot, row: EntryRow): Promise<ProvenEntry> {
  const head = await headOver(at, row, row.index + 1, true)
  const proven = head && (await provenBy(at, row, head))
  if (!proven) throw new NodeError({ code: 'not-delivered' })
  return proven
}

async function provenBy(at: Snapshot, row: EntryRow, head: CheckpointRow): Promise<ProvenEntry | null> {
  return head.cosignature === null ? null : verified(at, row, head, head.cosignature)
}

/** `lines`: what stands behind the lines of the head's author. @throws NodeError `entry-damaged` */
export async function proofUnder(
  at: Snapshot,
  row: EntryRow,
  head: CheckpointRow,
  lines: string,
): Promise<string> {
  return (await verified(at, row, head, lines)).proof
}

async function verified(
  at: Snapshot,
  row: EntryRow,
  head: CheckpointRow,
  lines: string,
): Promise<ProvenEntry> {
  const proof = await formatted(at, row, head, lines)
  const { relation, node } = at
  // Verified as its reader will: bytes that flipped here would make a proof of nothing.
  const { revoked = false } = asSigned(() =>
    verifyProofAt(proof, keysOfLog(relation, row.side, head.size), node.verifier),
  )
  return { proof, revoked }
}

/**
 * The proof that its author signed the entry, whoever holds it. @throws NodeError `not-delivered` without a head,
 * `entry-damaged`
 */
export async function authorshipOf(at: Snapshot, row: EntryRow): Promise<string> {
  const head = await headOver(at, row, row.index + 1)
  if (!head) throw new NodeError({ code: 'not-delivered' })
  return authoredBy(at, row, head)
}

async function authoredBy(at: Snapshot, row: EntryRow, head: CheckpointRow): Promise<string> {
  const proof = await formatted(at, row, head, '')
  const { log } = keysOfLog(at.relation, row.side, head.size)
  asSigned(() => verifyAuthorship(proof, log, at.node.verifier))
  return proof
}

/** The first head of at least this size in the entry's own log: a head of a later log says nothing about its tree. */
async function headOver(
  { reader, relation }: Snapshot,
  { side, index }: EntryRow,
  size: number,
  isReceipted = false,
): Promise<CheckpointRow | null> {
  const head = await reader.checkpointFrom(side, size, isReceipted)
  const chain = side === relation.ours ? relation.chain.ours : relation.chain.theirs
  const end = endOf(chain, epochOf(relation, side, index).number)
  return head && (end === null || head.size <= end) ? head : null
}

/** The newest head of the entry's own log that has a receipt. */
async function lastReceipted(
  { reader, relation }: Snapshot,
  { side, index }: EntryRow,
): Promise<CheckpointRow | null> {
  const chain = side === relation.ours ? relation.chain.ours : relation.chain.theirs
  const end = endOf(chain, epochOf(relation, side, index).number)
  const head =
    end === null ? await reader.lastCheckpoint(side, true) : await reader.checkpointFrom(side, end, true)
  return end === null || head?.size === end ? head : null
}

async function formatted(
  { reader, relation }: Snapshot,
  row: EntryRow,
  head: CheckpointRow,
  lines: string,
): Promise<string> {
  const epoch = epochOf(relation, row.side, row.index)
  const path = await inclusionOf(reader, row.side, epoch, row.index, head.size)
  const note = ownNote(relation, head) + lines
  return formatProof({ index: row.index - epoch.base, extra: row.bytes, hashes: path, note })
}

export async function whenDelivered<T>(made: Promise<T>): Promise<T | null> {
  return made.catch(notYet)
}

function notYet(error: unknown): null {
  if (error instanceof NodeError && error.code === 'not-delivered') return null
  throw error
}
