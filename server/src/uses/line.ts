/** What a node knows of the line to its counterpart. Nothing here decides an act; it is shown and timed. */

export interface Line {
  state: 'up' | 'down' | 'never'
  /** Since when it is in this state. */
  since: number | null
  lastHeard: number | null
  /** Our entries without a counted cosignature, marks left out. */
  waiting: number
  /** Time of the oldest of them. */
  oldest: number | null
  /** What the other side says it has waiting for us. */
  theirs: { waiting: number; oldest: number | null }
  /** Why nothing gets through, or `null`. */
  held: string | null
  /** Seconds their clock is ahead of ours, at the last fresh statement. */
  clockDifference: number | null
  /** When that was, by our clock and by the monotonic one. */
  compared: { clock: number; monotonic: number } | null
}

export function newLine(): Line {
  return {
    state: 'never',
    since: null,
    lastHeard: null,
    waiting: 0,
    oldest: null,
    theirs: { waiting: 0, oldest: null },
    held: null,
    clockDifference: null,
    compared: null,
  }
}

/** Any sign of life. Says whether the state changed. */
export function heard(line: Line, now: number): boolean {
  const changed = line.state !== 'up' || line.held !== null
  if (line.state !== 'up') line.since = now
  line.state = 'up'
  line.lastHeard = now
  line.held = null
  return changed
}

/** An attempt that brought nothing: `code` says why. A line that was never up stays `never`. */
export function failed(line: Line, now: number, code: string): boolean {
  const changed = line.held !== code || line.state === 'up'
  if (line.state === 'up') {
    line.state = 'down'
    line.since = now
  }
  line.held = code
  return changed
}
