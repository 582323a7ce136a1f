/** Which receipts of the other side count as delivery. */
import type { Party } from '@counterpart/casework'
import { ProtocolError, type Step, verifyCosignatureAt } from '@counterpart/protocol'
import type { CheckpointRow, EntryRow, Writer } from '../../store/store.ts'
import { endOf, epochOf } from '../log/chain.ts'
import { endsOf } from '../log/log-spans.ts'
import { markFrom, markOver } from '../log/mark-over.ts'
import { isAhead } from '../log/receipt-order.ts'
import type { Node, Relation } from '../relation.ts'

/**
 * A receipt counts only with the head that goes with it: everything of ours below its size that is not a mark has to be under a
 * mark of theirs that we hold and that is over a head of ours, or its place is not known yet, and nothing but the receipt says
 * that they held it. `fresh`: what of their log came with it; `before`: what that had seen of ours without.
 */
export async function countReceipt(
  node: Node,
  relation: Relation,
  step: Step,
  row: CheckpointRow | null,
  fresh: readonly EntryRow[],
  before: number,
  writer: Writer,
): Promise<number | null> {
  const { cosignature } = step
  if (!cosignature) return null
  if (row?.size !== cosignature.size || row.cosignature !== null) return null
  if (await isAhead(relation, cosignature.size, writer)) return null
  if (!isReceipt(node, relation, row, cosignature)) return null
  const first = before < cosignature.size ? fresh.find(({ running }) => running >= cosignature.size) : null
  const comesWith = first?.kind === 'mark' && first.running === cosignature.size
  if (!comesWith && !(await isMarked(relation, cosignature.size, writer))) return null
  await writer.putCosignature(relation.ours, cosignature.size, cosignature.lines)
  return cosignature.size
}

/**
 * What is receipted and never marked could be taken back: by revoking the key of the receipt (EVIDENCE-5). Read only where the
 * mark does not come with the receipt, as it mostly does.
 */
async function isMarked(relation: Relation, size: number, writer: Writer): Promise<boolean> {
  const { ours, theirs, chain } = relation
  const last = await lastToMark(ours, size, writer)
  if (last === null) return true
  // Where a log ended, some of its heads may be lost with the machine that signed them; it is given back only with its end.
  const isEnded = endOf(chain.ours, epochOf(relation, ours, last).number) !== null
  const mark = isEnded
    ? markFrom(writer, theirs, last + 1)
    : markOver({ reader: writer, relation }, ours, last)
  return (await mark) !== null
}

/** The last entry below this size that is no mark; `null` where all that has no receipt are marks. */
async function lastToMark(ours: Party, size: number, writer: Writer): Promise<number | null> {
  const receipted = (await writer.lastCheckpoint(ours, true))?.size ?? 0
  // From the end: it is mostly there, and how many have no receipt is for the other side to say.
  for (let end = size; end > receipted; ) {
    const page = await writer.tail(ours, end, 64)
    const last = page.find(({ kind }) => kind !== 'mark')
    if (last) return last.index < receipted ? null : last.index
    end = page.at(-1)?.index ?? receipted
  }
  return null
}

type Cosignature = NonNullable<Step['cosignature']>

/** The head that a receipt is for. Whatever verifies of it while the database has other work need not be verified later. */
export async function readReceipted(
  node: Node,
  relation: Relation,
  cosignature: Cosignature,
  writer: Writer,
): Promise<CheckpointRow | null> {
  const row = await writer.checkpointFrom(relation.ours, cosignature.size)
  if (row?.size === cosignature.size && row.cosignature === null) isReceipt(node, relation, row, cosignature)
  return row
}

/** Under the keys of now: one may have come with it. */
function isReceipt(
  node: Node,
  relation: Relation,
  { note }: CheckpointRow,
  { lines, size }: Cosignature,
): boolean {
  try {
    const { revoked } = verifyCosignatureAt(note, lines, relation.keyed.theirs.custody, node.verifier)
    // Whoever has that key can date one back (KEYS-8); the next head has one that proves something. But where a head needs
    // one of its own (KEYS-10), its author gives what was given first, and nothing would go on without.
    return !revoked || endsOf(relation, relation.ours).includes(size)
  } catch (error) {
    if (error instanceof ProtocolError) return false
    throw error
  }
}
