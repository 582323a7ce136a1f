/**
 * Takes in what the other side says in one message, under the relation's one lock: its entries, with our
 * mark and our cosignature over them, and its receipt for ours. The same for a batch and for an answer.
 */
import { cosign, type Hex, hex, type Refusal, type Step } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import { signing } from '../../keys/outside-key.ts'
import type { CheckpointRow, EntryRow, EpochRow, Heads, Writer } from '../../store/store.ts'
import { allOf } from '../all-of.ts'
import { nextReceipt } from '../clock/receipt-time.ts'
import { appendMark } from '../dossier/append-mark.ts'
import { tellDiffering } from '../dossier/differing.ts'
import { type Folding, newFolding } from '../dossier/folding.ts'
import { contradictionOf, SETTLED_BEFORE, settleBatch } from '../dossier/mark.ts'
import { newSettlers } from '../dossier/settlers.ts'
import { type Agreed, newTerms } from '../dossier/terms.ts'
import { writeDossiers } from '../dossier/write-dossiers.ts'
import { takeFiles } from '../file/file-rows.ts'
import { mayDate } from '../held.ts'
import { raise, raiseAll } from '../incident.ts'
import { keysGoOn, readKeys } from '../keys/key-record.ts'
import { setChain } from '../log/chain.ts'
import { checkHead, rootAt, signedRow } from '../log/heads.ts'
import { readOn } from '../log/read-on.ts'
import { type Appended, type LogReader, readTail } from '../log/tail.ts'
import { checkGrown } from '../record/grown.ts'
import type { Node, Relation } from '../relation.ts'
import { checkHeldRoom } from '../restore/held-room.ts'
import { letAloneFall } from '../retention/alone.ts'
import { takeDeletions } from '../retention/deletions.ts'
import { newTurns } from '../turns.ts'
import { countReceipt, readReceipted } from './counted-receipt.ts'
import { shownBeyond } from './hear-announced.ts'
import { type Checked, checkIncoming } from './incoming.ts'
import { keepApart } from './keep-apart.ts'
import { putBackHead } from './put-back-head.ts'

export type Accepted =
  | { kind: 'refused'; code: Refusal; holds: number; incident: boolean; apart?: number }
  | {
      kind: 'accepted'
      /** Entries that were new to us. */
      fresh: number
      /** Whether we appended a mark. */
      marked: boolean
      /** Size of our log that has a counted receipt now, when this message brought one. */
      delivered: number | null
      dossiers: string[]
      /** Those that marks in it stop. */
      stopped: ReadonlySet<Hex>
      incident: boolean
      /** `null` when nothing was folded. */
      agreed: Agreed | null
      /** Our mark. */
      appended: Appended | null
    }

/**
 * `isAnswer`: to our question, while our next log is not begun.
 * @throws NodeError `held-clock`, and what the store throws
 */
export async function accept(
  node: Node,
  relation: Relation,
  step: Step,
  writer: Writer,
  isAnswer: boolean,
): Promise<Accepted> {
  await readKeys(relation, writer)
  const heads = await writer.heads()
  if (!isAnswer) checkGrown(node, relation, heads)
  // Mark and receipt would date what the other side did, by a clock that may be wrong (CLOCK-1).
  if (step.entries.length > 0 && !mayDate(node, relation, heads.ours.time))
    throw new NodeError({ code: 'held-clock' })
  const goesOn = step.entries.length > 0
  const sound = allOf([
    goesOn && checkHead(writer, relation.ours, heads.ours),
    goesOn && checkHead(writer, relation.theirs, heads.theirs),
  ])
  sound.catch(() => undefined)
  // The database reads while signatures are verified here.
  await writer.send()
  const checked = await checkIncoming(node, relation, step, heads, writer, isAnswer)
  // Beside what has to be read for what is good; nobody is refused for what is damaged here.
  if (checked.kind !== 'good') await sound
  const now = node.clock()
  if (checked.kind === 'apart') return keepApart(node, relation, checked, heads, writer)
  if (checked.kind === 'refused') {
    // Who does not know what it said itself accuses nobody.
    const trouble = relation.start === 'confirmed' ? checked.trouble : null
    if (trouble) await raise(writer, now, trouble.code, trouble.detail)
    return {
      kind: 'refused',
      code: checked.code,
      holds: heads.theirs.size,
      incident: trouble !== null,
    }
  }
  await raiseAll(writer, now, checked.troubles)
  const { cosignature } = step
  const [taken, receipted] = await allOf<[Taken, CheckpointRow | null, unknown]>([
    take(node, relation, step, checked, heads, writer, now, sound),
    cosignature && readReceipted(node, relation, cosignature, writer),
    sound,
  ])
  keysGoOn(relation, checked.rows)
  keysGoOn(relation, taken.appended?.rows ?? [])
  // A receipt may be the first under a key that came with it.
  if (checked.rows.some(({ kind }) => kind === 'key')) await readKeys(relation, writer)
  const delivered = await countReceipt(
    node,
    relation,
    step,
    receipted,
    checked.rows,
    heads.theirs.running,
    writer,
  )
  return {
    kind: 'accepted',
    fresh: checked.rows.length,
    marked: taken.marked,
    delivered,
    dossiers: taken.dossiers,
    stopped: taken.stopped,
    incident: checked.troubles.length > 0 || taken.differs,
    agreed: taken.agreed,
    appended: taken.appended,
  }
}

interface Taken {
  marked: boolean
  dossiers: string[]
  stopped: ReadonlySet<Hex>
  differs: boolean
  agreed: Agreed | null
  appended: Appended | null
}

const NOTHING_TAKEN: Taken = {
  marked: false,
  dossiers: [],
  stopped: new Set(),
  differs: false,
  agreed: null,
  appended: null,
}

/** `sound`: that the heads are what was signed; waited for before anything is signed or said of them. */
async function take(
  node: Node,
  relation: Relation,
  step: Step,
  checked: Extract<Checked, { kind: 'good' }>,
  heads: Heads,
  writer: Writer,
  now: number,
  sound: Promise<unknown>,
): Promise<Taken> {
  const { rows, head: theirs } = checked
  if (rows.length === 0) await putBackHead(node, relation, step, writer)
  if (rows.length === 0 || step.checkpoint === null) return NOTHING_TAKEN
  if (checked.begun) await beginTheirs(relation, checked.begun, heads, writer, now)
  await writer.append(relation.theirs, rows, checked.parts, checked.nodes, theirs)
  await writer.putAbsent(checked.absent)
  await takeFiles(rows, relation.ours, writer)
  await takeDeletions(rows, checked.parts, null, writer, newTurns(node))
  await letAloneFall(rows, writer)
  await writer.putCheckpoint({
    side: relation.theirs,
    size: theirs.size,
    note: step.checkpoint,
    cosignature: null,
  })
  // The mark and the receipt of one transaction have one second, whatever the clock says.
  const time = nextReceipt(relation, now, heads.ours.time)
  // Nothing is signed while it is not known what was signed before: it is held, and settled with the next epoch.
  const signs = relation.start === 'confirmed'
  if (!signs) await checkHeldRoom(node, relation, rows, { ours: heads.ours, theirs }, writer)
  if (!signs && !isFollowed(relation, heads)) {
    relation.isFolded = false
    return NOTHING_TAKEN
  }
  const marks = signs && rows.some((row) => row.kind !== 'mark')
  const settler = { index: heads.ours.size, running: theirs.size, time }
  const settlers = newSettlers(
    writer,
    { [relation.ours]: heads.ours.running, [relation.theirs]: heads.theirs.running },
    (side) => (side === relation.theirs ? rows : marks ? [settler] : []),
  )
  const terms = newTerms()
  const log = readTail(relation, writer, heads, heads.theirs.running)
  const folding = newFolding({ node, relation, reader: log, settlers, terms: terms.of })
  const touched = rows.flatMap(({ dossier }) => dossier ?? [])
  const [agreed, ahead, lines] = await allOf<[Agreed, EntryRow[], string | null, unknown, unknown]>([
    terms.load(node, relation, writer, settlers, relation.agreed),
    readSettled(relation, folding, rows, heads, log),
    // While the database has other work; nobody is given it before the commit.
    signs ? sound.then(() => receipt(node, relation, step.checkpoint ?? '', time)) : null,
    folding.load(touched),
    sound,
  ])
  const stopped = new Set<Hex>()
  const differs = await followTheirMarks(relation, folding, rows, ahead, heads, writer, now, stopped)
  const seen = () => ({ size: theirs.size, root: hex(rootAt(theirs)) })
  const mark = marks
    ? await appendMark(node, relation, folding, rows, heads.ours, seen(), time, writer)
    : null
  const ours = mark?.head ?? heads.ours
  const dossiers = await writeDossiers(node, relation, folding, { ours, theirs }, () => now, writer)
  await writer.send()
  const checkpoint = mark && (await signedRow(node, relation, mark.head))
  if (checkpoint) await writer.putCheckpoint(checkpoint)
  if (lines) await writer.putCosignature(relation.theirs, theirs.size, lines)
  const appended = mark && checkpoint && { rows: [mark.row], parts: mark.parts, checkpoint }
  return { marked: marks, dossiers, stopped, differs, agreed, appended }
}

function receipt(node: Node, { custody }: Relation, note: string, time: number): Promise<string> {
  return signing(custody, node.verifier, (signer) => cosign(note, signer, time))
}

/**
 * While a log is being made whole again, its entries stand before some of ours that were folded long ago. What follows
 * from all of them is folded once they are there, and nothing is compared before.
 */
function isFollowed({ isFolded }: Relation, { ours, theirs }: Heads): boolean {
  return isFolded && theirs.size >= ours.running
}

/** Before the commit: whoever reads what it wrote has to know the keys. One that is undone is read again. */
async function beginTheirs(
  relation: Relation,
  row: EpochRow,
  heads: Heads,
  writer: Writer,
  now: number,
): Promise<void> {
  if (!heads.theirs.closed) await writer.closeEpoch(relation.theirs)
  await writer.beginEpoch(row)
  setChain(relation, await writer.epochs())
  const { side, number, base } = row
  const shown = shownBeyond(await writer.announcements(), base)
  const detail = { side, epoch: number, base, ...(shown.length === 0 ? {} : { shown }) }
  await raise(writer, now, 'epoch-begun', detail)
}

/** Entries of ours that the first of these settles, with their dossiers. */
async function readSettled(
  relation: Relation,
  folding: Folding,
  rows: readonly EntryRow[],
  { ours, theirs }: Heads,
  log: LogReader,
): Promise<EntryRow[]> {
  const first = rows.find(({ running }) => running > theirs.running)
  if (!first) return []
  const settled = await readOn(log, relation.ours, theirs.running, Math.min(first.running, ours.size))
  await folding.load(settled.flatMap(({ dossier }) => dossier ?? []))
  return settled
}

/**
 * Each of their marks settles entries of ours: what it says of them has to be what we compute. `ahead`: what was read of
 * these before.
 */
async function followTheirMarks(
  relation: Relation,
  folding: Folding,
  rows: readonly EntryRow[],
  ahead: readonly EntryRow[],
  heads: Heads,
  writer: Writer,
  now: number,
  stopped: Set<Hex>,
): Promise<boolean> {
  let [settled, marked] = [heads.theirs.running, 0]
  let differs = false
  for (const row of rows) {
    // What an act of theirs settled before their mark is in its root all the same; one mark of a size is enough.
    const isMark = row.kind === 'mark' && !row.lowered && row.running > marked
    if (row.running <= settled && !isMark) continue
    const end = Math.min(row.running, heads.ours.size)
    const isRead = settled === heads.theirs.running
    const ours = () => (isRead ? ahead : readOn(writer, relation.ours, settled, end))
    const batch =
      row.running > settled
        ? await settleBatch(folding, await ours(), relation.theirs, row.index)
        : SETTLED_BEFORE
    settled = row.running
    if (!isMark) continue
    marked = row.running
    const contradiction = await contradictionOf(relation, row, batch, writer)
    if (contradiction === null) continue
    // Those that its author keeps, also where it names another root: nobody stops by a word of its own what we keep.
    const { dossiers } = batch
    differs = true
    await tellDiffering(relation, { mark: row, contradiction, dossiers }, writer, now, stopped)
  }
  return differs
}
