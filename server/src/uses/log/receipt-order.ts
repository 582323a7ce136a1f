/**
 * Receipts of our log count in their order. A change of its keys is proven by the head that both signed, with its own
 * receipt, and an ended log is given back up to a receipt over its end: no later one stands in for either.
 */
import type { Reader } from '../../store/store.ts'
import type { Relation } from '../relation.ts'
import { endsOf } from './log-spans.ts'

/** Whether there is such a head before this size without a receipt; it is asked for until it is here. */
export async function isAhead(relation: Relation, size: number, reader: Reader): Promise<boolean> {
  const ends = endsOf(relation, relation.ours).filter((end) => end < size)
  if (ends.length === 0) return false
  const receipted = (await reader.lastCheckpoint(relation.ours, true))?.size ?? 0
  return ends.some((end) => end > receipted)
}
