/** A script says days and times as so long before or after the moment of seeding: no deadline of it is over by itself. */
import { dateText, dayOf, isRecord } from '@counterpart/casework'

export interface Moment {
  /** Seconds UTC. */
  time: number
  /** Of an item of the record or of another script. @throws where there is none yet */
  dossierOf(kind: 'record' | 'script', id: string): string
}

/** Seconds east of UTC at which days are counted: where both sides have the same one the longest. */
const OFFSET = 27_000

/**
 * The same value with a date for `{ "day": -2 }`, a time for `{ "ago": 3600 }`, and a dossier for
 * `{ "record": "c-39" }` and `{ "script": "boats-at-night" }`.
 */
export function said<T>(value: T, moment: Moment): T {
  return replaced(value, moment) as T
}

function replaced(value: unknown, moment: Moment): unknown {
  if (Array.isArray(value)) return value.map((one) => replaced(one, moment))
  if (!isRecord(value)) return value
  const members = Object.entries(value)
  const [name, what] = (members.length === 1 ? members[0] : undefined) ?? []
  const { time, dossierOf } = moment
  if (name === 'day' && typeof what === 'number') return { date: dateText(dayOf(time, OFFSET) + what) }
  if (name === 'ago' && typeof what === 'number') return time - what
  if ((name === 'record' || name === 'script') && typeof what === 'string')
    return { dossier: dossierOf(name, what) }
  return Object.fromEntries(members.map(([member, one]) => [member, replaced(one, moment)]))
}
