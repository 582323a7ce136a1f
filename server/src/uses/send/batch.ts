/** Makes one message to the other side from the log as it stands: our entries that it does not hold, our head and our receipt. */
import { STEP_BOUNDS, type Step, type StepEntry } from '@counterpart/protocol'
import type { CheckpointRow, EntryRow, Heads, Reader } from '../../store/store.ts'
import { allOf } from '../all-of.ts'
import { BATCH_BYTES, BATCH_ENTRIES } from '../limits.ts'
import { endOf, epochOf } from '../log/chain.ts'
import { changeAfter } from '../log/log-spans.ts'
import { checkSigned } from '../log/signed.ts'
import { type LogReader, readTail } from '../log/tail.ts'
import type { Node, Relation } from '../relation.ts'
import { noteLeaving } from './note-leaving.ts'

export interface Wanted {
  /** How many of our entries the other side says that it holds; where absent, what it has receipted. */
  start?: number
  nonce: Uint8Array
  /** For an answer: the size of their log that the question covered. The receipt is the smallest that covers it. */
  covers?: number
  /** Size of our log at which the message ends at the latest: that of a stored checkpoint. */
  end?: number
  /** How many of our entries the other side said that it holds: it needs no bodies of these. */
  holds?: number
  /** For an answer: how many entries that they have receipted may be sent once more (GIVE-12). */
  again?: number
  /** The size of the batch in bytes; where absent, as the line has been lately. */
  bytes?: number
}

/** @throws NodeError `entry-damaged` when something of it is no longer what was signed */
export async function makeStep(
  node: Node,
  relation: Relation,
  reader: Reader,
  wanted: Wanted,
): Promise<Step> {
  return (await nextStep(node, relation, reader, wanted)).step
}

export interface Next {
  step: Step
  /** Entries of ours that have to wait for another message. */
  left: number
  /** Entries in it that they have receipted before. */
  again: number
  /**
   * Whether it begins at what they have receipted and not where they asked, because more than `wanted.again` would be
   * sent once more.
   */
  isKept: boolean
}

/** @throws NodeError `entry-damaged` */
export async function nextStep(
  node: Node,
  relation: Relation,
  reader: Reader,
  wanted: Wanted,
): Promise<Next> {
  const [heads, receipted, receipt] = await allOf<[Heads, CheckpointRow | null, CheckpointRow | null]>([
    reader.heads(),
    reader.lastCheckpoint(relation.ours, true),
    receiptFor(relation, reader, wanted.covers),
  ])
  const from = receipted?.size ?? 0
  const asked = Math.min(wanted.start ?? from, heads.ours.size)
  const log = readTail(relation, reader, heads, from)
  const batchFrom = async (start: number, most = heads.ours.size) => {
    // Every message is of one log of the chain, since its checkpoint is that log's.
    const epoch = epochOf(relation, relation.ours, start)
    const last = endOf(relation.chain.ours, epoch.number) ?? heads.ours.size
    const end = Math.min(wanted.end ?? most, most, last)
    const bytes = wanted.bytes ?? relation.line.batch
    return { start, epoch, ...(await wholeBatch(relation, log, start, end, bytes, last, wanted.holds ?? 0)) }
  }
  const most = asked < from ? (wanted.again ?? heads.ours.size) : heads.ours.size
  const first =
    most === 0 && asked < from ? null : await batchFrom(asked, Math.min(heads.ours.size, asked + most))
  const again = first ? Math.max(0, Math.min(from, asked + first.rows.length) - asked) : 0
  const isKept = first === null || again > most
  const { start, epoch, rows, checkpoint, parts } = isKept ? await batchFrom(from) : first
  // Mostly the sent entries are those that wait. Each read entry is checked against its header, so none is read twice for one step.
  const same = start === from && (rows.length >= COUNTED || start + rows.length >= heads.ours.size)
  const held = same
    ? countWaiting(rows.slice(0, COUNTED), from, heads.ours.size)
    : await waitingFrom(relation, log, from, heads.ours.size)
  const entries: StepEntry[] = rows.map((row) => ({
    header: row.bytes,
    parts: (parts.get(row.leaf) ?? []).flatMap((part) =>
      part.state === 'held' ? [{ name: part.name, salt: part.salt, bytes: part.bytes }] : [],
    ),
  }))
  // Their receipt for it is left out: it is not sent, and its key may be named in an entry that is still to be taken back.
  const head = checkSigned(node, relation, checkpoint && { ...checkpoint, cosignature: null })
  checkSigned(node, relation, receipt)
  if (checkpoint) await noteLeaving(node, relation, { epoch: epoch.number, size: checkpoint.size })
  const { size, oldest } = held
  const step: Step = {
    relation: relation.id,
    from: relation.ours,
    epoch: epoch.number,
    start,
    entries,
    checkpoint: head?.note ?? null,
    cosignature: receipt?.cosignature ? { size: receipt.size, lines: receipt.cosignature } : null,
    holds: heads.theirs.size,
    held: size > 0 && oldest !== null ? { size, oldest } : null,
    nonce: wanted.nonce,
  }
  return { step, left: heads.ours.size - start - entries.length, again: isKept ? 0 : again, isKept }
}

type Parts = Awaited<ReturnType<Reader['parts']>>

interface Batch {
  rows: EntryRow[]
  checkpoint: CheckpointRow | null
}

/** A later entry declares a destroyed part absent. Where that entry is near, the batch goes on to it. */
async function wholeBatch(
  relation: Relation,
  reader: LogReader,
  start: number,
  size: number,
  bytes: number,
  last: number,
  holds: number,
): Promise<Batch & { parts: Parts }> {
  let batch = await nextBatch(relation, reader, start, size, bytes)
  // A batch is of one log and of one key. A reader that lacks a record beyond that was brought back, and takes it later.
  const most = Math.min(last, changeAfter(relation, start) ?? last)
  for (;;) {
    const parts = await reader.parts(batch.rows.map(({ leaf }) => leaf))
    const end = start + batch.rows.length
    // They hold these entries already, and may lack only the receipt for a head on the way (KEYS-10).
    if (end <= holds) return { ...batch, parts }
    const through = await declaredAt(relation, reader, parts)
    if (through <= end || through > most || through - start > STEP_BOUNDS.entries) return { ...batch, parts }
    batch = await nextBatch(relation, reader, start, Math.max(size, through), bytes, through)
  }
}

/** The size behind the last record that names missing parts of these entries. */
async function declaredAt(relation: Relation, reader: LogReader, parts: Parts): Promise<number> {
  const lost = [...parts].filter(([, of]) => of.some(({ state }) => state === 'destroyed'))
  if (lost.length === 0) return 0
  const said = [...(await reader.deletions(lost.map(([leaf]) => leaf))).values()].flat()
  const records = said.filter(({ side }) => side === relation.ours).map(({ record }) => record)
  const places = await reader.placesByLeaf(records)
  return places
    .filter(({ side }) => side === relation.ours)
    .reduce((end, { index }) => Math.max(end, index + 1), 0)
}

/** A batch that ends at the first stored checkpoint at or beyond the bounds, so that heads are sent as they were signed. */
async function nextBatch(
  relation: Relation,
  reader: LogReader,
  start: number,
  size: number,
  bytes: number,
  through = 0,
): Promise<Batch> {
  if (start >= size) return { rows: [], checkpoint: null }
  // The head behind a change of the log's keys is signed by both keys, and what follows is believed because of it: a
  // batch ends there.
  const change = changeAfter(relation, start)
  const most = Math.min(BATCH_ENTRIES, Math.min(size, change ?? size) - start)
  const rows = await reader.entries(relation.ours, start, { entries: most, bytes })
  const checkpoint = await reader.checkpointFrom(relation.ours, Math.max(through, start + rows.length))
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

export interface Undelivered {
  size: number
  /** Time of the oldest. */
  oldest: number | null
}

/** What the other side has not receipted, with both heads and how much of ours it has receipted. */
export async function undelivered(
  relation: Relation,
  reader: Reader,
): Promise<{ waiting: Undelivered; heads: Heads; receipted: number }> {
  const [heads, last] = await allOf<[Heads, CheckpointRow | null]>([
    reader.heads(),
    reader.lastCheckpoint(relation.ours, true),
  ])
  const receipted = last?.size ?? 0
  return { waiting: await waitingFrom(relation, reader, receipted, heads.ours.size), heads, receipted }
}

/** Our entries without a counted receipt, marks left out; beyond COUNTED every entry counts. */
async function waitingFrom(
  relation: Relation,
  reader: Pick<Reader, 'entries'>,
  from: number,
  size: number,
): Promise<Undelivered> {
  if (from >= size) return { size: 0, oldest: null }
  const rows = await reader.entries(relation.ours, from, { entries: COUNTED, bytes: BATCH_BYTES })
  return countWaiting(rows, from, size)
}

function countWaiting(rows: readonly EntryRow[], from: number, size: number): Undelivered {
  const waiting = rows.filter((row) => row.kind !== 'mark')
  return {
    size: waiting.length + Math.max(0, size - from - rows.length),
    oldest: waiting[0]?.time ?? null,
  }
}
