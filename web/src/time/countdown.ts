/** How a clock stands, as pure arithmetic on seconds. */

export type ClockStand = 'none' | 'running' | 'soon' | 'late' | 'paused'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export type Unit = 'day' | 'hour' | 'minute' | 'second'

export interface Span {
  unit: Unit
  value: number
}

/** The two largest units of a span that say enough: `2 d 4 h`, `3 h 12 min`, `12 min`, `40 s`. */
export function spans(seconds: number): Span[] {
  const left = Math.abs(Math.trunc(seconds))
  if (left < MINUTE) return [{ unit: 'second', value: left }]
  if (left < HOUR) return [{ unit: 'minute', value: Math.floor(left / MINUTE) }]
  const [first, second, size, part]: [Unit, Unit, number, number] =
    left < DAY ? ['hour', 'minute', HOUR, MINUTE] : ['day', 'hour', DAY, HOUR]
  const whole = { unit: first, value: Math.floor(left / size) }
  const rest = Math.floor((left % size) / part)
  return rest === 0 || whole.value > 13 ? [whole] : [whole, { unit: second, value: rest }]
}

/** Seconds left of a clock; a paused one keeps what it had when it was paused. */
export function left(due: number, at: number, paused: number | null): number {
  return due - (paused ?? at)
}

/** A clock is `soon` in its last quarter, at most its last day. */
export function standOf(
  clock: { started: number; due: number; paused: number | null } | null,
  at: number,
): ClockStand {
  if (!clock) return 'none'
  if (clock.paused !== null) return 'paused'
  const rest = clock.due - at
  if (rest < 0) return 'late'
  return rest < Math.min(DAY, (clock.due - clock.started) / 4) ? 'soon' : 'running'
}

/** How much of a clock is used up, 0 to 1. */
export function used(clock: { started: number; due: number; paused: number | null }, at: number): number {
  const whole = clock.due - clock.started
  if (whole <= 0) return 1
  return Math.min(1, Math.max(0, ((clock.paused ?? at) - clock.started) / whole))
}

/** How often a countdown has to be drawn again: each second in its last minutes, else twice a minute. */
export function beat(rest: number): number {
  return Math.abs(rest) < 2 * MINUTE ? 1 : 30
}
