/** Whether the counterpart may have back all that is kept for it: by the word of two of our operators, for a day (GIVE-5). */
import { DAY } from '@counterpart/casework/civil'
import type { Node, Relation } from './relation.ts'

/** How long their word holds. Seconds. */
export const GIVING_LASTS = DAY

/** Their word ends with the day also where the clock was far ahead when they gave it, and was set back since. */
export function mayHaveAll(node: Pick<Node, 'clock'>, { giving }: Pick<Relation, 'giving'>): boolean {
  const left = giving.until - node.clock()
  return left > 0 && left <= GIVING_LASTS
}
