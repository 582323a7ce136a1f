/** What a review is asked for, read from the address and written back to it. */
import { LEVELS } from '@counterpart/casework/language'
import type { ReviewAsked } from '../../api/queries.ts'
import type { ReviewPlace } from '../../route/route.ts'
import { firstDayOf, lastDayOf } from '../../time/civil.ts'

export interface AskFault {
  code: 'no-date' | 'ends-first'
  at: 'from' | 'until'
}

/** `today`: a day of UTC, until which a review goes when nothing else is asked. */
export function askedOf(place: ReviewPlace, relation: string, today: string): ReviewAsked {
  const level = LEVELS.find((one) => one === place.level) ?? null
  return {
    relation,
    from: place.from ?? null,
    until: place.until ?? today,
    // One scope at a time; the narrower one of an address that names two.
    within: place.within ?? null,
    level: place.within === undefined ? level : null,
  }
}

/** Why it cannot be asked; `null` where it can. */
export function faultOf({ from, until }: Pick<ReviewAsked, 'from' | 'until'>): AskFault | null {
  const begin = from === null ? '' : firstDayOf(from)
  if (begin === null) return { code: 'no-date', at: 'from' }
  const end = lastDayOf(until)
  if (end === null) return { code: 'no-date', at: 'until' }
  return begin > end ? { code: 'ends-first', at: 'until' } : null
}

/** The scope as one value of a choice: `all`, `within <id>` or `level <code>`. */
export function scopeKey({ within, level }: Pick<ReviewAsked, 'within' | 'level'>): string {
  if (within !== null) return `within ${within}`
  return level === null ? 'all' : `level ${level}`
}

export function scopeParams(key: string): { within: string | null; level: string | null } {
  const [kind, value = ''] = key.split(' ')
  return { within: kind === 'within' ? value : null, level: kind === 'level' ? value : null }
}
