/**
 * Receipts of our log count in their order. A change of its keys is proven only by the receipt over the head that both
 * keys signed, and an ended log is given back only up to a receipt over its end. No later receipt stands in for either.
 */
import type { Reader } from '../../store/store.ts'
import type { Relation } from '../relation.ts'
import { endsOf } from './log-spans.ts'

/** Whether such a head before this size still lacks its receipt: then that one is asked for first. */
export async function isAhead(relation: Relation, size: number, reader: Reader): Promise<boolean> {
  const ends = endsOf(relation, relation.ours).filter((end) => end < size)
  if (ends.length === 0) return false
  const receipted = (await reader.lastCheckpoint(relation.ours, true))?.size ?? 0
  return ends.some((end) => end > receipted)
}
