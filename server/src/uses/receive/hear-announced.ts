/**
 * An entry that the other side shows before its turn. It is kept to be shown and for nothing else: it has no receipt,
 * no effect and no place in the log. When its turn has come, it is compared with what came.
 */
import { isOfficeOf } from '@counterpart/casework'
import { DAY } from '@counterpart/casework/civil'
import {
  type Announcement,
  type Checkpoint,
  decodeAnnouncement,
  encodeAnnouncement,
  equal,
  hex,
  type KeySpan,
  leafHashBytes,
  ProtocolError,
  type Refusal,
  verifyAnnouncement,
  verifyCheckpointAt,
  verifyConsistency,
} from '@counterpart/protocol'
import { isDamage, NodeError, unlessDamaged } from '../../errors.ts'
import type { AnnouncedFound, Heads, LogHead, Writer } from '../../store/store.ts'
import { agreedTime } from '../clock/agreed-time.ts'
import { reportDamage } from '../damage.ts'
import { raise } from '../incident.ts'
import { epochEnding, rootIn } from '../log/chain.ts'
import { foreignTo } from '../log/entry.ts'
import { consistencyOf } from '../log/inclusion.ts'
import { logSpans } from '../log/log-spans.ts'
import { asSigned } from '../log/signed.ts'
import type { Node, Relation } from '../relation.ts'
import { write } from '../write.ts'

/** Announcements kept at one time: a counterpart that announces all it has takes no more of our disk. */
const MOST = 64
/** The longest time that data is shown because of an act that was announced and never written. Seconds. */
const LONGEST = 30 * DAY

const UNOPENED = 'what was shown before its turn does not open'

export type Heard = 'heard' | Refusal | 'busy'

/** Resolves when the announcement is on disk. */
export async function hearAnnounced(node: Node, relation: Relation, one: Announcement): Promise<Heard> {
  if (one.relation !== relation.id || one.from !== relation.theirs) return 'wrong-relation'
  if (one.epoch !== relation.theirEpoch) return one.epoch > relation.theirEpoch ? 'gap' : 'epoch-closed'
  let checkpoint: Checkpoint
  try {
    const verified = verifyAnnouncement(one, relation.theirLog, node.verifier)
    checkpoint = verified.checkpoint
    const { header } = verified
    if (header.kind !== 'open' && header.kind !== 'act') return 'bad-step'
    if (!isOfficeOf(relation.theirs, header.office)) return 'bad-step'
    if (foreignTo(relation.id, header) !== null) return 'another-relation'
  } catch (error) {
    if (error instanceof ProtocolError) return refusalOf(error)
    throw error
  }
  const leaf = hex(leafHashBytes(one.entry.header))
  const base = relation.chain.theirs.at(-1)?.base ?? 0
  const index = base + one.index
  let fresh = false
  const keep = async (writer: Writer): Promise<Heard> => {
    const { theirs } = await writer.heads()
    // The entry came in its turn meanwhile, or came before and is announced again.
    if (index < theirs.size) return 'heard'
    const kept = await writer.announcements()
    const other = otherHead(node, relation, kept, { size: base + checkpoint.size, root: checkpoint.root })
    if (other !== null) {
      const detail = { side: relation.theirs, why: 'shown-ahead', held: other, received: one.checkpoint }
      await raise(writer, node.clock(), 'fork', detail)
      return 'bad-root'
    }
    if (kept.some((row) => row.leaf === leaf)) return 'heard'
    if (kept.length >= MOST) return 'busy'
    const row = {
      leaf,
      index,
      size: base + checkpoint.size,
      at: node.clock(),
      bytes: encodeAnnouncement(one),
    }
    await writer.putAnnounced(row)
    fresh = true
    return 'heard'
  }
  const heard = await write(node, relation, keep, () => false)
  if (heard === 'bad-root') node.events.emit({ kind: 'incident', relation: relation.id })
  // A page has nothing new to read where it was known already.
  if (fresh) node.events.emit({ kind: 'changed', relation: relation.id, dossiers: [] })
  return heard
}

/** The kept head of this size that is over something else, if there is one: the two contradict each other, whatever comes. */
function otherHead(
  node: Node,
  relation: Relation,
  kept: readonly AnnouncedFound[],
  { size, root }: Pick<Checkpoint, 'size' | 'root'>,
): string | null {
  const epoch = epochEnding(relation, relation.theirs, size)
  const spans = logSpans(relation.keyed.theirs, epoch)
  for (const row of kept) {
    if (row.size !== size) continue
    const one = unlessDamaged(() => opened(row))
    if (!one || one.epoch !== epoch.number) continue
    const shown = unlessDamaged(() => shownUnder(one.checkpoint, spans, node))
    if (shown && !equal(shown.root, root)) return one.checkpoint
  }
  return null
}

function refusalOf({ code }: ProtocolError): Refusal {
  if (code === 'missing-signature') return 'unknown-key'
  if (code === 'part-missing' || code === 'bad-part') return code
  return code === 'bad-proof' || code === 'bad-hash' ? 'bad-root' : 'bad-checkpoint'
}

/**
 * Announcements that are still to come, in their order; `announced` is `null` for one that is damaged. Those of a log
 * that has ended never come.
 */
export function readAnnounced(
  rows: readonly AnnouncedFound[],
  theirs: LogHead,
): { row: AnnouncedFound; announced: Announcement | null }[] {
  return rows
    .filter(({ index }) => index >= theirs.size)
    .map((row) => ({ row, announced: unlessDamaged(() => opened(row)) }))
    .filter(({ announced }) => announced === null || announced.epoch === theirs.epoch)
}

/** @throws NodeError `entry-damaged` */
function opened({ bytes }: AnnouncedFound): Announcement {
  if (bytes === null) throw new NodeError({ code: 'entry-damaged', message: UNOPENED })
  return asSigned(() => decodeAnnouncement(bytes))
}

/**
 * Announced entries that the next log, which begins at `base`, leaves behind, for the incident that says so. They are shown
 * no more from then on, and nobody is told of them later. Whatever is kept when that log begins is of one before it.
 */
export function shownBeyond(
  rows: readonly AnnouncedFound[],
  base: number,
): Pick<AnnouncedFound, 'index' | 'leaf'>[] {
  return rows.filter(({ index }) => index >= base).map(({ index, leaf }) => ({ index, leaf }))
}

/**
 * Compares announcements with the log once it has grown over the heads that they were shown under, and drops them.
 * Drops also, and tells of, those that the log has not reached in thirty days. @throws NodeError `entry-damaged` afterwards
 * where one could not be compared
 */
export async function settleAnnounced(node: Node, relation: Relation): Promise<void> {
  const { due, unopened } = await node.store.read(relation.id, async (reader) => {
    const kept = await reader.announcements()
    if (kept.length === 0) return { due: false, unopened: kept }
    const heads = await reader.heads()
    const before = longAgo(node, relation, heads)
    return {
      due: kept.some(({ size, at }) => size <= heads.theirs.size || at <= before),
      unopened: kept.filter(({ bytes }) => bytes === null),
    }
  })
  const damages = unopened.map(({ index }) => ({ what: UNOPENED, side: relation.theirs, index }))
  await reportDamage(node, relation, damages)
  if (!due) return
  const settle = async (writer: Writer) => {
    const heads = await writer.heads()
    const { theirs } = heads
    let told = 0
    const failed: Failed[] = []
    const before = longAgo(node, relation, heads)
    for (const row of await writer.announcements()) {
      if (row.size > theirs.size && row.at <= before) {
        if (hasEnded(row, theirs)) continue
        const { index, at: heard } = row
        await raise(writer, node.clock(), 'never-written', { side: relation.theirs, index, heard })
        told += 1
        continue
      }
      const fork = row.size <= theirs.size ? await forkOf(node, relation, row, writer).catch(damaged) : null
      if (!fork) continue
      if (fork instanceof NodeError) {
        failed.push({ leaf: row.leaf, error: fork })
        continue
      }
      await raise(writer, node.clock(), 'fork', fork)
      told += 1
    }
    const leaves = failed.map(({ leaf }) => leaf)
    await writer.dropAnnounced(theirs.size, before, leaves)
    return { told, failed }
  }
  const { told, failed } = await write(node, relation, settle, () => true)
  if (told > 0) node.events.emit({ kind: 'incident', relation: relation.id })
  const [first] = failed
  if (first) throw first.error
}

/** What is damaged here may be put back, and then be compared: no other announcement waits for that, and none for longer than thirty days. */
interface Failed {
  leaf: string
  error: NodeError
}

/** The failure of one announcement. @throws what is wrong with more than that */
function damaged(error: unknown): NodeError {
  if (isDamage(error)) return error
  throw error
}

/** Whether its log ended before it: that was told then, and is no fault of its author. A damaged one counts as not ended. */
function hasEnded(row: AnnouncedFound, theirs: LogHead): boolean {
  const announced = unlessDamaged(() => opened(row))
  return announced !== null && announced.epoch < theirs.epoch
}

/**
 * Announcements heard up to this time are destroyed. The clock of the other side has to agree: a wrong clock of ours
 * would accuse it.
 */
function longAgo(node: Node, relation: Relation, heads: Heads): number {
  return (agreedTime(node, relation, heads) ?? 0) - LONGEST
}

/**
 * The fork between an announcement and the log, with both signed heads as its proof. Its `why` is of its own, so that
 * no number of announcements hides a fork of the log itself. Damage here accuses nobody: it is `entry-damaged`.
 */
async function forkOf(
  node: Node,
  relation: Relation,
  row: AnnouncedFound,
  writer: Writer,
): Promise<{ side: string; why: 'shown-ahead'; held: string; received: string } | null> {
  const side = relation.theirs
  const { checkpoint: received, epoch: of } = opened(row)
  const epoch = epochEnding(relation, side, row.size)
  // It is of a log that ended before it: another log stands at its place now, and contradicts nothing.
  if (of !== epoch.number) return null
  const held = await writer.checkpointFrom(side, row.size)
  if (!held) throw new NodeError({ code: 'entry-damaged', message: 'a log without its signed head' })
  const spans = logSpans(relation.keyed.theirs, epoch)
  const signed = asSigned(() => verifyCheckpointAt(held.note, spans, node.verifier))
  const shown = shownUnder(received, spans, node)
  // It was signed with the keys before a change, and its author has put that change before it since (KEYS-3).
  if (shown === null) return { side, why: 'shown-ahead', held: held.note, received }
  const root = await rootIn(writer, side, epoch, row.size)
  if (equal(root, shown.root)) return null
  const path = await consistencyOf(writer, side, epoch.number, shown.size, signed.size)
  asSigned(() => verifyConsistency(shown.size, signed.size, path, root, signed.root))
  return { side, why: 'shown-ahead', held: held.note, received }
}

function shownUnder(note: string, spans: readonly KeySpan[], node: Node): Checkpoint | null {
  try {
    return verifyCheckpointAt(note, spans, node.verifier)
  } catch (error) {
    if (error instanceof ProtocolError && error.code === 'missing-signature') return null
    throw new NodeError({
      code: 'entry-damaged',
      message: 'what was shown is not what was signed',
      cause: error,
    })
  }
}
