/**
 * Heads and receipts of which something is left. Their body follows from the entries; a line that verifies over it is a
 * line that was there. What is not left of a head of ours our own log may sign again, and only where that cannot be a
 * second head of its size: where what is left of it, or a larger head that was signed, shows the root that was signed.
 */
import {
  type Checkpoint,
  formatBody,
  type HeadLeft,
  headLeft,
  type KeySpan,
  ProtocolError,
  receiptLeft,
  signCheckpoint,
  verifyConsistency,
} from '@counterpart/protocol'
import { signing } from '../keys/outside-key.ts'
import type { CheckpointRow, Writer } from '../store/store.ts'
import { isOf } from '../uses/keys/key-record.ts'
import { epochEnding, rootIn } from '../uses/log/chain.ts'
import { consistencyOf } from '../uses/log/inclusion.ts'
import { keysOfLog } from '../uses/log/signed.ts'
import type { Relation } from '../uses/relation.ts'
import { boundaryOf } from './check-heads.ts'
import type { Finding, Scrubbed } from './finding.ts'

type Place = Extract<Finding, { what: 'checkpoint' | 'cosignature' }>

/** Whence it was taken: what is left and what follows from the entries, or signed again; `null` when it was not put back. */
export async function mendLeft(
  scrubbed: Scrubbed,
  writer: Writer,
  { what, side, size }: Place,
): Promise<'computed' | 'signed' | null> {
  const { node, relation } = scrubbed
  const epoch = epochEnding(relation, side, size)
  const stored = await writer.checkpointFrom(side, size)
  const row: CheckpointRow = stored?.size === size ? stored : { side, size, note: '', cosignature: null }
  const { log, custody } = keysOfLog(relation, side, size)
  const checkpoint: Checkpoint = {
    origin: epoch.log.name,
    size: size - epoch.base,
    root: await rootIn(writer, side, epoch, size),
  }
  const put = (note: string, cosignature: string | null) =>
    writer.mendCheckpoint({ side, size, note, cosignature }, epoch.number)
  if (what === 'cosignature') {
    const lines = receiptLeft(row.cosignature ?? '', checkpoint, custody, node.verifier)
    // If the head is damaged itself, its receipt is mended with the next pass.
    if (lines === null || boundaryOf(scrubbed, { ...row, cosignature: null }, () => undefined) === null)
      return null
    await put(row.note, lines)
    return 'computed'
  }
  const left = headLeft(row.note, checkpoint, log, node.verifier)
  if (left.note !== null) {
    await put(left.note, null)
    return 'computed'
  }
  if (side !== relation.ours || !maySign(relation, epoch.number, checkpoint, log)) return null
  const isProven = left.lines.some((line) => line !== null)
  if (!isProven && !(await isCovered(scrubbed, writer, { side, size }, checkpoint))) return null
  const fresh = await signing(relation.log, node.verifier, (by) => signCheckpoint(checkpoint, by))
  await put(joined(checkpoint, left, headLeft(fresh, checkpoint, log, node.verifier)), null)
  return 'signed'
}

/** What is left stays as it was. */
function joined(checkpoint: Checkpoint, left: HeadLeft, fresh: HeadLeft): string {
  const lines = left.lines.map((line, at) => line ?? fresh.lines[at] ?? '')
  return `${formatBody(checkpoint)}\n${lines.join('')}`
}

/** With the one key that signs there, of the log that goes on, and by a node that may sign at all (ANSWER-9). */
function maySign(
  relation: Relation,
  epoch: number,
  { size }: Checkpoint,
  spans: readonly KeySpan[],
): boolean {
  const [at, ...more] = spans.filter(({ from, until }) => from <= size && size <= until)
  return (
    relation.start === 'confirmed' &&
    relation.restored === 'no' &&
    !relation.renewing &&
    relation.epoch === epoch &&
    more.length === 0 &&
    at !== undefined &&
    isOf(relation.log, at.keys)
  )
}

/** A larger head of the same log was signed, and the stored tree leads from this one to it. */
async function isCovered(
  scrubbed: Scrubbed,
  writer: Writer,
  { side, size }: { side: string; size: number },
  small: Checkpoint,
): Promise<boolean> {
  const epoch = epochEnding(scrubbed.relation, side, size)
  for (const row of [await writer.checkpointFrom(side, size + 1), await writer.lastCheckpoint(side)]) {
    const signed = row && row.size > size ? boundaryOf(scrubbed, row, () => undefined) : null
    if (!signed || epochEnding(scrubbed.relation, side, signed.size) !== epoch) continue
    const large = signed.size - epoch.base
    const path = await consistencyOf(writer, side, epoch.number, small.size, large)
    try {
      verifyConsistency(small.size, large, path, small.root, signed.root)
      return true
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
    }
  }
  return false
}
