/** What a node knows of the line to its counterpart. It is shown and timed, and decides no act. */
import { FIRST_BATCH } from './pace.ts'

export interface Line {
  state: 'up' | 'down' | 'never'
  /** Since when the line is in this state. */
  since: number | null
  lastHeard: number | null
  /** Our entries without a counted cosignature, marks left out. */
  waiting: number
  /** Time of the oldest of them. */
  oldest: number | null
  /** Seconds from recording to each of the last counted receipts since the start, the newest last. */
  lags: number[]
  /** Sizes of our log with the monotonic time at which they were recorded, as long as they have no receipt. */
  untimed: { size: number; at: number }[]
  /** What the other side says it has waiting for us. */
  theirs: { waiting: number; oldest: number | null }
  /** Bytes of entries in one message, as the line has been lately. */
  batch: number
  /** Why our last attempt got nothing through; `null` where it did. */
  held: string | null
  /** Which node said so: the other one where it answered with that code. */
  heldBy: 'ours' | 'theirs'
  /** Attempts in a row that brought nothing, when the last one ended, and when the next one begins. */
  tries: number
  tried: number | null
  /** Since when they bring nothing, whatever is heard of the other side meanwhile. */
  stuck: number | null
  next: number | null
  /** Why we last refused what they sent; `null` again after the next message of theirs that is answered. */
  refused: { code: string; at: number } | null
  /** Seconds their clock is ahead of ours, at the last fresh statement. */
  clockDifference: number | null
  /** When that was, by our clock and by the monotonic one. */
  compared: { clock: number; monotonic: number } | null
  /** Two operators compared our clock with another source: the difference that was stated then, and when it was, in this run. */
  ownClock: {
    difference: number
    /** The time up to which our log was dated ahead then; `null` where it was not. */
    ahead: number | null
    at: { clock: number; monotonic: number } | null
  } | null
  /** Time of our last entry when it was last looked at. */
  written: number
}

export function newLine(): Line {
  return {
    state: 'never',
    since: null,
    lastHeard: null,
    waiting: 0,
    oldest: null,
    lags: [],
    untimed: [],
    theirs: { waiting: 0, oldest: null },
    batch: FIRST_BATCH,
    held: null,
    heldBy: 'ours',
    tries: 0,
    tried: null,
    stuck: null,
    next: null,
    refused: null,
    clockDifference: null,
    compared: null,
    ownClock: null,
    written: 0,
  }
}

/** Beyond so many the newer ones are not timed: a line that was down for long is known by its oldest. */
const TIMED = 64
/** How many receipts show what is usual. */
const RECEIPTS = 31

/** Our log reached `size` at `now`, by the monotonic clock. */
export function recordedAt(line: Line, size: number, now: number): void {
  if (line.untimed.length < TIMED) line.untimed.push({ size, at: now })
}

/** A receipt for `size` was counted. It is timed once, by the oldest entry that it covers. */
export function receiptedAt(line: Line, size: number, now: number): void {
  const oldest = line.untimed.find((one) => one.size <= size)
  line.untimed = line.untimed.filter((one) => one.size > size)
  if (oldest) line.lags = [...line.lags, now - oldest.at].slice(-RECEIPTS)
}

/** The usual time from recording to a receipt, in seconds: the median, which one long interruption does not move. */
export function usualLag({ lags }: Pick<Line, 'lags'>): number | null {
  return lags.toSorted((a, b) => a - b)[lags.length >> 1] ?? null
}

/** Any sign of life. It does not show that we reach them, so `held` stays until we do. */
export function heard(line: Line, now: number): void {
  if (line.state !== 'up') line.since = now
  line.state = 'up'
  line.lastHeard = now
}

/** Our own attempt brought an answer that counts. Says whether anything was wrong before. */
export function answered(line: Line, now: number): boolean {
  const mended = line.held !== null
  line.held = null
  line.tries = 0
  line.stuck = null
  line.tried = now
  line.next = null
  return mended
}

/** This node does not try before `next`, of its own accord. Says whether that is new. */
export function heldBack(line: Line, { code, next }: { code: string; next: number }): boolean {
  const changed = line.held !== code || line.heldBy !== 'ours'
  line.held = code
  line.heldBy = 'ours'
  line.next = next
  return changed
}

/**
 * An attempt that brought nothing: `code` says why, and `isFault` that there was no way to them. A line that was never
 * up stays `never`. One on which they refused us, or nothing left because of ourselves, is not down for that: it would
 * go down and come up by turns for as long as they are heard beside it.
 */
export function failed(
  line: Line,
  now: number,
  { code, by, next, isFault }: { code: string; by: Line['heldBy']; next: number; isFault: boolean },
): boolean {
  const isDown = isFault && line.state === 'up'
  const changed = line.held !== code || line.heldBy !== by || isDown
  if (isDown) {
    line.state = 'down'
    line.since = now
  }
  line.held = code
  line.heldBy = by
  line.tries += 1
  line.tried = now
  line.stuck ??= now
  line.next = next
  return changed
}

/** A message of theirs was refused with `code`, or answered. Says whether that is new. */
export function refusedThem(line: Line, now: number, code: string | null): boolean {
  const before = line.refused?.code ?? null
  line.refused = code === null ? null : { code, at: now }
  return before !== code
}
