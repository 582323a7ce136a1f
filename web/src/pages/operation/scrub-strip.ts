/** Of one log, as it is drawn: how far the pass under way is, and where something is damaged. Pure. */
import type { OperatedRelation } from '../../api/types.ts'

type Scrub = NonNullable<OperatedRelation['scrub']>

export interface Strip {
  /** Entries of it that were looked at; `null`: all of them. */
  done: number | null
  damaged: number[]
}

export function stripOf({ at, last, open }: Scrub, side: 'ours' | 'theirs', other: string): Strip {
  const damaged = open.newest.flatMap((one) =>
    one.index !== null && (one.side === other) === (side === 'theirs') ? [one.index] : [],
  )
  return { done: doneOf(at, last, side), damaged: [...new Set(damaged)].sort((a, b) => a - b) }
}

/** A pass goes over our log first. */
function doneOf(at: Scrub['at'], last: Scrub['last'], side: 'ours' | 'theirs'): number | null {
  if (at === null) return last === null ? 0 : null
  if (at.stage === side) return at.index
  return at.stage === 'ours' ? 0 : null
}
