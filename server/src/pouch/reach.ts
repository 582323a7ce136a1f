/** Up to where a log of the other side's is held: in its place or, behind the end of one that ended, kept apart. */
import type { Reader } from '../store/store.ts'
import { endOf } from '../uses/log/chain.ts'
import type { Relation } from '../uses/relation.ts'

/** Over the chain. A part of this log that begins behind it waits. */
export async function reachOf(relation: Relation, number: number, reader: Reader): Promise<number> {
  const { theirs } = await reader.heads()
  const last = number === theirs.epoch && theirs.closed ? theirs.size : null
  const end = endOf(relation.chain.theirs, number) ?? last
  if (end === null) return theirs.size
  // They follow each other from there on: nothing is kept behind a gap. A log that went on after all has them before its end.
  return Math.max(end, (await reader.apartEnd(relation.theirs, number)) ?? 0)
}
