/** One message to the other side, made from the log as it stands: our entries it does not hold, our head, our receipt. */
import type { Step, StepEntry } from '@counterpart/protocol'
import type { CheckpointRow, EntryRow, Reader } from '../store/store.ts'
import { BATCH_BYTES, BATCH_ENTRIES } from './limits.ts'
import type { Node, Relation } from './relation.ts'
import { checkSigned } from './signed.ts'

export interface Wanted {
  /** How many of our entries the other side holds, as far as we know. */
  start: number
  nonce: Uint8Array
  /** For an answer: the size of their log that the question covered; the receipt is the smallest that covers it. */
  covers?: number
  /** Size of our log at which it ends at the latest: that of a stored checkpoint. */
  end?: number
  /** Where the batch may end, in bytes; it is less on a line that has just failed. */
  bytes?: number
}

/** @throws NodeError `entry-damaged` when something of it is no longer what was signed */
export async function makeStep(
  node: Node,
  relation: Relation,
  reader: Reader,
  wanted: Wanted,
): Promise<Step> {
  const heads = await reader.heads()
  const start = Math.min(wanted.start, heads.ours.size)
  const { rows, checkpoint } = await nextBatch(
    relation,
    reader,
    start,
    Math.min(wanted.end ?? heads.ours.size, heads.ours.size),
    wanted.bytes ?? BATCH_BYTES,
  )
  const parts = await reader.parts(rows.map((row) => row.leaf))
  const entries: StepEntry[] = rows.map((row) => ({
    header: row.bytes,
    parts: (parts.get(row.leaf) ?? []).flatMap((part) =>
      part.state === 'held' ? [{ name: part.name, salt: part.salt, bytes: part.bytes }] : [],
    ),
  }))
  const receipt = await receiptFor(relation, reader, wanted.covers)
  checkSigned(node, relation, checkpoint)
  checkSigned(node, relation, receipt)
  const { size, oldest } = await undelivered(relation, reader, heads.ours.size)
  return {
    relation: relation.id,
    from: relation.ours,
    epoch: relation.epoch,
    start,
    entries,
    checkpoint: checkpoint?.note ?? null,
    cosignature: receipt?.cosignature ? { size: receipt.size, lines: receipt.cosignature } : null,
    holds: heads.theirs.size,
    held: size > 0 && oldest !== null ? { size, oldest } : null,
    nonce: wanted.nonce,
  }
}

/** Ends at the first stored checkpoint at or beyond the bounds, so that what was signed once is sent as it was. */
async function nextBatch(
  relation: Relation,
  reader: Reader,
  start: number,
  size: number,
  bytes: number,
): Promise<{ rows: EntryRow[]; checkpoint: CheckpointRow | null }> {
  if (start >= size) return { rows: [], checkpoint: null }
  const most = Math.min(BATCH_ENTRIES, size - start)
  const rows = await reader.entries(relation.ours, start, { entries: most, bytes })
  const checkpoint = await reader.checkpointFrom(relation.ours, start + rows.length)
  if (!checkpoint) return { rows: [], checkpoint: null }
  while (start + rows.length < checkpoint.size) {
    const missing = checkpoint.size - start - rows.length
    const more = await reader.entries(relation.ours, start + rows.length, {
      entries: missing,
      bytes: BATCH_BYTES,
    })
    if (more.length === 0) return { rows: [], checkpoint: null }
    rows.push(...more)
  }
  return { rows, checkpoint }
}

async function receiptFor(
  relation: Relation,
  reader: Reader,
  covers: number | undefined,
): Promise<CheckpointRow | null> {
  if (covers === undefined) return reader.lastCheckpoint(relation.theirs, true)
  return reader.checkpointFrom(relation.theirs, covers, true)
}

const COUNTED = 256

/** Our entries without a counted receipt, marks left out; beyond COUNTED every entry counts. */
export async function undelivered(
  relation: Relation,
  reader: Reader,
  size: number,
): Promise<{ size: number; oldest: number | null }> {
  const from = (await reader.lastCheckpoint(relation.ours, true))?.size ?? 0
  if (from >= size) return { size: 0, oldest: null }
  const rows = await reader.entries(relation.ours, from, { entries: COUNTED, bytes: BATCH_BYTES })
  const waiting = rows.filter((row) => row.kind !== 'mark')
  return {
    size: waiting.length + Math.max(0, size - from - rows.length),
    oldest: waiting[0]?.time ?? null,
  }
}
