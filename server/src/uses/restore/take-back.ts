/**
 * Takes back what our counterpart kept of both logs and we have lost. Nothing is signed or folded here. Entries are put where
 * they stood, under a head that their author signed, as a rule with the other's receipt; afterwards everything is folded anew.
 */
import type { Party } from '@counterpart/casework'
import {
  checkParts,
  type Epoch,
  equal,
  type Given,
  type Header,
  ProtocolError,
  verifyCosignatureAt,
  verifyHeadAt,
} from '@counterpart/protocol'
import type { EntryRow, LogHead, PartName, PartRow, Writer } from '../../store/store.ts'
import { fileRows, takeFiles } from '../file/file-rows.ts'
import { raise } from '../incident.ts'
import { keysAfter, readKeys } from '../keys/key-record.ts'
import { custodyOf } from '../keys/learned-keys.ts'
import { epochOf, loadChain, rowOfEpoch, setChain } from '../log/chain.ts'
import { endsInChange, headerOf, readHeader, rowOf } from '../log/entry.ts'
import { grow, rootAt } from '../log/heads.ts'
import { logSpans } from '../log/log-spans.ts'
import { isAhead } from '../log/receipt-order.ts'
import { dossierIn } from '../procedure-in.ts'
import { keepAnswered } from '../record/answered.ts'
import { type Node, otherThan, type Relation } from '../relation.ts'
import { letAloneFall } from '../retention/alone.ts'
import { takeDeletions } from '../retention/deletions.ts'
import { endFiles } from '../retention/destroy.ts'
import { fileValueOf } from '../retention/file-values.ts'
import { newTurns } from '../turns.ts'
import { write } from '../write.ts'
import { checkHeldRoom } from './held-room.ts'
import { openingIn } from './opening-in.ts'

type Put = 'taken' | 'differs' | 'unknown-key'

/**
 * Puts back given entries of the log of `side`, and passes over those that were put back before. Resolves when they are
 * on disk. `differs`: they are not what was signed; nothing is kept, and an incident says so. `unknown-key`: nothing is
 * kept and nobody accused, since the key may be one that `mayLearn`.
 */
export async function putBack(
  node: Node,
  relation: Relation,
  side: Party,
  given: Given,
  mayLearn: boolean,
): Promise<Put> {
  const taken = await write(
    node,
    relation,
    (writer) => put(node, relation, side, given, mayLearn, writer),
    (done) => done !== 'unknown-key',
  ).catch(async (error: unknown) => {
    // The failed transaction may have begun an epoch in memory: the chain is read again.
    await loadChain(node, relation).catch(() => undefined)
    throw error
  })
  node.events.emit({ kind: taken === 'differs' ? 'incident' : 'line', relation: relation.id })
  return taken
}

async function put(
  node: Node,
  relation: Relation,
  side: Party,
  given: Given,
  mayLearn: boolean,
  writer: Writer,
): Promise<Put> {
  await readKeys(relation, writer)
  const heads = await writer.heads()
  const held = side === relation.ours ? heads.ours : heads.theirs
  if (given.start !== held.size) return 'taken'
  const into = intoEpoch(node, relation, side, given, held)
  const { epoch, head } =
    into === 'unknown-key' ? { epoch: epochOf(relation, side, held.size), head: held } : into
  const checked = await check(node, relation, side, given, head, epoch)
  const isUnread = checked?.cosignature === null && given.head?.cosignature !== null
  if (mayLearn && (into === 'unknown-key' || isUnread)) return 'unknown-key'
  if (checked === null) {
    // The giver has signed none of this: what came is kept for people to look at.
    const detail = { log: side, start: given.start, note: given.head?.note ?? null }
    await raise(writer, node.clock(), 'given-differs', detail)
    return 'differs'
  }
  const { rows, parts, absent, size, note, cosignature } = checked
  // Under the lock, and whoever asked: a mark names no dossier, so that nothing else would fold what these entries settle.
  relation.isFolded = false
  if (epoch.number > held.epoch) {
    await writer.closeEpoch(side)
    await writer.beginEpoch(rowOfEpoch(side, epoch))
    setChain(relation, await writer.epochs())
  } else if (held.closed) await writer.reopenEpoch(side)
  const grown = grow({ ...head, closed: false }, rows)
  await writer.append(side, rows, parts, grown.nodes, grown.head)
  await writer.putAbsent(absent)
  if (side === relation.ours) {
    await putOwnFiles(node, relation, rows, writer)
    await keepAnswered(relation, rows, parts, writer)
  } else await takeFiles(rows, relation.ours, writer)
  const own = side === relation.ours ? relation : null
  await takeDeletions(rows, parts, own, writer, newTurns(node))
  await letAloneFall(rows, writer)
  await writer.putCheckpoint({ side, size, note, cosignature: null })
  // Our own log is given back first, with our marks over all that we receipted: only entries without a mark of ours are weighed.
  if (side !== relation.ours) {
    const after = { ours: heads.ours, theirs: grown.head }
    await checkHeldRoom(node, relation, rows, after, writer, cosignature !== null)
  }
  const isNext = side !== relation.ours || !(await isAhead(relation, size, writer))
  if (cosignature !== null && isNext) await writer.putCosignature(side, size, cosignature)
  return 'taken'
}

/** The part with a file's key may be destroyed and left out of what was given: then the file has ended too. */
async function putOwnFiles(
  node: Node,
  relation: Relation,
  rows: readonly EntryRow[],
  writer: Writer,
): Promise<void> {
  const files = rows.flatMap((row) => fileRows(row, headerOf(row), true))
  await writer.putFiles(files)
  for (const file of files)
    if ((await fileValueOf(node, relation, writer, file)).kind === 'gone')
      await endFiles(relation, [file], writer)
}

/** The log that the entries belong to: the held one, or the next where they begin it. */
function intoEpoch(
  node: Node,
  relation: Relation,
  side: Party,
  given: Given,
  head: LogHead,
): { epoch: Epoch; head: LogHead } | 'unknown-key' {
  const known = { epoch: epochOf(relation, side, head.size), head }
  const header = readHeader(given.entries[0]?.header ?? new Uint8Array())
  if (header?.kind !== 'epoch') return known
  try {
    const { epoch, closing } = openingIn(node, relation, side, header, head)
    if (closing.size !== head.size || !equal(closing.root, rootAt(head))) return known
    return {
      epoch,
      head: { ...head, epoch: epoch.number, base: epoch.base, closed: false, stated: 0, frontier: [] },
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    // It is then checked as an entry of the held log, whose keys did not sign it.
    return error.code === 'missing-signature' ? 'unknown-key' : known
  }
}

interface Checked extends Rows {
  size: number
  note: string
  /** `null`: none was given, or one by keys that are not known here, because their change was never receipted. */
  cosignature: string | null
}

interface Rows {
  rows: EntryRow[]
  parts: PartRow[]
  /** Parts that were left out: they were destroyed at the giver, and the record of that may be lost with both machines. */
  absent: PartName[]
}

/** `null` unless the entries lead from our head to one that their author signed. */
async function check(
  node: Node,
  relation: Relation,
  side: Party,
  given: Given,
  head: LogHead,
  epoch: Epoch,
): Promise<Checked | null> {
  if (given.head === null || given.entries.length === 0) return null
  const { note, cosignature } = given.head
  const size = given.start + given.entries.length
  const of = side === relation.ours ? 'ours' : 'theirs'
  const own = relation.keyed[of]
  const last = given.entries.at(-1)?.header ?? new Uint8Array()
  const keys = keysAfter(relation, of, own, epoch, size - 1, last) ?? own
  try {
    const mayChange = endsInChange(given.entries)
    const checkpoint = verifyHeadAt(note, logSpans(keys, epoch), node.verifier, mayChange)
    const isKnown = cosignature !== null && isReceipted(node, relation, side, note, cosignature)
    const read = await rowsOf(node, relation, side, given, head)
    const { head: grown } = grow(head, read.rows)
    if (grown.base + checkpoint.size !== size || !equal(rootAt(grown), checkpoint.root)) return null
    return { ...read, size, note, cosignature: isKnown ? cosignature : null }
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

/**
 * Whether the receipt can be verified. Our own entries are taken under one that cannot, for we signed them ourselves; their
 * receipt comes again by the line, after the change of keys. Entries without any are on the way to one, or were taken in
 * by who was brought back: of our own we know what we signed, and with theirs our marks are compared (`own-marks.ts`).
 *
 * @throws ProtocolError for a receipt that is not what was signed
 */
function isReceipted(
  node: Node,
  relation: Relation,
  side: Party,
  note: string,
  cosignature: string,
): boolean {
  try {
    verifyCosignatureAt(note, cosignature, custodyOf(relation, otherThan(relation, side)), node.verifier)
    return true
  } catch (error) {
    const isUnknown = error instanceof ProtocolError && error.code === 'missing-signature'
    if (!isUnknown || side !== relation.ours) throw error
    return false
  }
}

type Named = Header['parts'][number]

/** @throws ProtocolError where a part is not the one its header names, or the kept part is missing */
async function rowsOf(
  node: Node,
  relation: Relation,
  side: Party,
  given: Given,
  head: LogHead,
): Promise<Rows> {
  const idOf = dossierIn(node, relation)
  const rows: EntryRow[] = []
  const parts: PartRow[] = []
  const absent: PartName[] = []
  let before = { running: head.running, time: head.time }
  const giveWay = newTurns(node)
  for (const [position, one] of given.entries.entries()) {
    const { row, header } = rowOf(side, given.start + position, one.header, before, idOf)
    if (header) {
      const missing = ({ name }: Named) => name !== 'kept' && one.parts.every((part) => part.name !== name)
      checkParts({ ...header, parts: header.parts.filter((named) => !missing(named)) }, one.parts)
      for (const part of one.parts) parts.push({ leaf: row.leaf, ...part })
      for (const { name } of header.parts.filter(missing)) absent.push({ leaf: row.leaf, name })
    }
    rows.push(row)
    before = { running: row.running, time: row.time }
    await giveWay()
  }
  return { rows, parts, absent }
}
