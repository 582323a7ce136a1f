/** What is said of one side's copy of a part that was recalled. */
import type { Rung } from '../../api/types.ts'

type Part = Pick<Rung['parts'][number], 'copies'>

type Said = { key: 'recall.copy'; time: number } | { key: 'recall.never' } | { key: 'recall.copy-not' }

export function recalledCopy(part: Part | undefined, side: string): Said {
  const copies = part?.copies ?? []
  const copy = copies.find((one) => one.side === side)
  if (copy) return { key: 'recall.copy', time: copy.time }
  // Only the record says that it never came: what is absent here may have been had by both, and given back without it.
  return { key: copies.some(({ why }) => why === 'undelivered') ? 'recall.never' : 'recall.copy-not' }
}
