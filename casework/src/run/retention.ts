/**
 * How long the parts of an entry are kept, from logged times alone, and what the entries say that change it: a
 * stay, a recall, a deletion record. None of it is ever read by a fold.
 */
import type { Header, Hex, NotedHeader, RecallHeader, StayHeader } from '@counterpart/protocol'
import { KEPT } from '../language/index.ts'
import { addMonths, DAY, dayOf } from './civil.ts'
import type { DossierState, Entry, Verdict } from './entry.ts'
import { isRecord } from './is-record.ts'
import { isOfficeOf } from './office.ts'

export const STAY_GROUNDS = ['court', 'authority'] as const
export type StayGround = (typeof STAY_GROUNDS)[number]

export const RECALL_GROUNDS = ['wrong', 'withdrawn', 'unlawful'] as const
export type RecallGround = (typeof RECALL_GROUNDS)[number]

/** *Time*: it was over. *Recall*: its author recalled it. *Undelivered*: recalled before it left, and declared absent. */
export const DELETION_REASONS = ['time', 'recall', 'undelivered'] as const
export type DeletionReason = (typeof DELETION_REASONS)[number]

/** A stay ends by itself, however often it may be renewed: longer nobody remembers well what for. */
export const STAY_YEARS = 10
/** Seconds: some days more than the years have. */
export const LONGEST_STAY = STAY_YEARS * 366 * DAY
/** Characters of what is said for a stay or a recall. */
export const LONGEST_REASON = 400
/** Parts that one record of what was destroyed names (RETENTION-4). */
export const MOST_NAMED = 4096
const MOST_BACKUP_DAYS = 3650

export interface Stay {
  until: number
  ground: StayGround
}

export interface Recall {
  parts: string[]
  ground: RecallGround
}

export interface Deletion {
  /** Days for which its author's backups of the key store may still hold the keys. */
  backups: number
  parts: { leaf: Hex; name: string; why: DeletionReason }[]
}

type OfRetention = StayHeader | RecallHeader | NotedHeader

export function isOfRetention(header: Header): header is OfRetention {
  return header.kind === 'stay' || header.kind === 'recall' || header.kind === 'noted'
}

/** One person alone destroys nothing on both sides: whoever approved it is named, and is another. */
function isOfTwoPersons({ officer, approver }: RecallHeader | StayHeader): boolean {
  return approver !== undefined && approver !== officer
}

/** Total. It changes no state, whatever it is. */
export function judgeRetention(
  entry: Entry,
  header: OfRetention,
  state: DossierState | null,
  entryOf: (leaf: Hex) => Pick<Entry, 'side' | 'index' | 'header'> | null,
): Verdict {
  if (!state) return { kind: 'void', code: 'unknown-dossier' }
  if (header.kind === 'stay')
    return readStay(entry) ? { kind: 'effective' } : { kind: 'void', code: 'bad-fields' }
  const named = entryOf(header.on)
  if (header.kind === 'noted') {
    const isTheirs = named !== null && named.side !== entry.side && named.index < entry.running
    return isTheirs && named.header?.kind === 'recall' && isOfTwoPersons(named.header)
      ? { kind: 'effective' }
      : { kind: 'void', code: 'on-missing' }
  }
  if (!isOfTwoPersons(header)) return { kind: 'void', code: 'needs-approval' }
  if (named?.side !== entry.side || named.index >= entry.index) return { kind: 'void', code: 'on-missing' }
  return readRecall(entry, named.header) ? { kind: 'effective' } : { kind: 'void', code: 'bad-fields' }
}

/**
 * `null` for what is no stay, cannot be read, or has no effect because it names an office of the other side. `made`: what counts
 * for its own time where that is ahead of the clock (RETENTION-15).
 */
export function readStay(
  { side, header, kept }: Pick<Entry, 'side' | 'header' | 'kept'>,
  made = header?.time ?? 0,
): Stay | null {
  if (header?.kind !== 'stay' || !kept || !isOfficeOf(side, header.office)) return null
  const { until, ground } = kept
  const known = STAY_GROUNDS.find((one) => one === ground)
  if (!known || !Number.isSafeInteger(until) || (until as number) < 0) return null
  return { until: Math.min(until as number, made + LONGEST_STAY), ground: known }
}

/**
 * `on`: the header of the entry it recalls. `null` where it has no effect: of one person, of an office of the other side,
 * or of no part that ends.
 */
export function readRecall(
  { side, header, kept }: Pick<Entry, 'side' | 'header' | 'kept'>,
  on: Header | null,
): Recall | null {
  if (header?.kind !== 'recall' || !isOfTwoPersons(header) || !kept || !on) return null
  if (!isOfficeOf(side, header.office)) return null
  const { parts, ground } = kept
  const known = RECALL_GROUNDS.find((one) => one === ground)
  if (!known || !Array.isArray(parts) || parts.length === 0) return null
  const has = (name: unknown) => name !== KEPT && on.parts.some((part) => part.name === name)
  return parts.every(has) ? { parts: [...new Set(parts as string[])], ground: known } : null
}

/** Total: the kept part of any entry. `null` where it is no deletion record. */
export function readDeletions({ header, kept }: Pick<Entry, 'header' | 'kept'>): Deletion | null {
  if (header?.kind !== 'destroyed' || !kept) return null
  const { backups, parts } = kept
  if (!Number.isSafeInteger(backups) || (backups as number) < 0) return null
  if (!Array.isArray(parts) || parts.length > MOST_NAMED || !parts.every(isNamed)) return null
  return {
    backups: Math.min(backups as number, MOST_BACKUP_DAYS),
    parts: parts.map(({ leaf, name, why }) => ({ leaf, name, why })),
  }
}

function isNamed(value: unknown): value is Deletion['parts'][number] {
  if (!isRecord(value)) return false
  const { leaf, name, why } = value
  return (
    typeof leaf === 'string' &&
    /^[0-9a-f]{64}$/.test(leaf) &&
    typeof name === 'string' &&
    /^[a-z][a-z0-9-]{0,63}$/.test(name) &&
    name !== KEPT &&
    DELETION_REASONS.some((one) => one === why)
  )
}

/**
 * When a part has to be destroyed; `null` while nothing makes it end. Every time is read from a log.
 *
 * `known`: when the other side's log first covered the entry, `null` before. `closed`: of the dossier as settled;
 * `undefined` where the entry is in none that stands, and its own time is all there is. `keep`: as its header has
 * it and as the declaration has it; the one that ends first holds. `recalled`: when the other side's log first covered a recall
 * of it. `stay`: until when one of the sides wants it kept.
 */
export function endOfPart(of: {
  known: number | null
  closed: number | null | undefined
  keep: readonly string[]
  recalled: number | null
  stay: number
}): { at: number; why: 'time' | 'recall' } | null {
  const { known, closed, keep, recalled, stay } = of
  if (known === null) return null
  const from = closed === undefined ? known : closed === null ? null : Math.max(closed, known)
  const ends = from === null ? [] : keep.map((one) => withDuration(from, one)).filter((end) => end !== null)
  const ended = ends.length > 0 ? Math.min(...ends) : null
  if (ended === null && recalled === null) return null
  const isRecall = recalled !== null && (ended === null || recalled < ended)
  return { at: Math.max(isRecall ? recalled : (ended ?? 0), stay), why: isRecall ? 'recall' : 'time' }
}

const LASTS =
  /^P(?=[0-9T])(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?(?:T(?=[0-9])(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?)?$/

/** A time so much later, by the calendar of UTC; `null` for what is no duration of a header. */
function withDuration(time: number, duration: string): number | null {
  const found = LASTS.exec(duration)
  if (!found) return null
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0] = found
    .slice(1)
    .map((one) => (one === undefined ? 0 : Number(one)))
  const day = dayOf(time, 0)
  const later = addMonths(day, years * 12 + months) + weeks * 7 + days
  return time + (later - day) * DAY + hours * 3600 + minutes * 60
}

type Staying = Pick<Entry, 'leaf' | 'side' | 'index' | 'header' | 'kept'>

/**
 * The stay of each side that counts: its last one, but of those that end before the one that stands only what two persons took
 * back. `madeAt`: as in `readStay`.
 */
export function standingStays<E extends Staying>(
  entries: readonly E[],
  madeAt: (entry: E) => number = ({ header }) => header?.time ?? 0,
): Map<string, Stay & { entry: E }> {
  const standing = new Map<string, Stay & { entry: E }>()
  for (const entry of entries.toSorted((a, b) => a.index - b.index)) {
    const stay = readStay(entry, madeAt(entry))
    if (!stay || entry.header?.kind !== 'stay') continue
    const isShorter = stay.until < (standing.get(entry.side)?.until ?? 0)
    if (!isShorter || isOfTwoPersons(entry.header)) standing.set(entry.side, { ...stay, entry })
  }
  return standing
}

/** Until when the stays of a dossier keep it: the later of the two that count. */
export function keepLongest(stays: Iterable<Stay>): number {
  return Math.max(0, ...[...stays].map(({ until }) => until))
}
