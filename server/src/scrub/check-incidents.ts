/**
 * Incidents that cannot be read any more. Neither log says what they said, so that none is put back: each is told, once, as
 * what others than a scrub find, and keeps nothing open. Of the newest, and of those a start asks for.
 */
import { isUnreadable, type Reader } from '../store/store.ts'
import type { Damage } from '../uses/damage.ts'
import { RECALLED } from '../uses/restore/statement.ts'

const NEWEST = 1000

export async function unreadableIncidents(reader: Reader): Promise<Damage[]> {
  const codes = [...RECALLED, 'given-differs']
  const rows = [
    ...(await reader.incidents(NEWEST)),
    ...(await reader.incidents(Number.MAX_SAFE_INTEGER, codes)),
  ]
  return rows
    .filter(isUnreadable)
    .map(({ code, at }) => ({ what: `the incident ${code} of ${at} cannot be read` }))
}
