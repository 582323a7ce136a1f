/** Who is late with destroying what both sides have to destroy (RETENTION-7). */
import type { LateView } from '../../http/schema/operation.ts'
import type { Look } from '../look.ts'
import { GRACE } from '../part-views.ts'

/** More are not counted one by one. */
const MOST = 1000
/** A dossier that has only to be looked at anew stands at 0 until the next tick. */
const ANEW = 1

export async function lateIn({ reader, node }: Look): Promise<LateView> {
  const before = node.clock() - GRACE
  const ours = (await reader.falling(before - 1, MOST)).filter(({ at }) => at > ANEW)
  const theirs = await reader.oneSided(before, MOST)
  return {
    ours: { count: ours.length, since: earliest(ours.map(({ at }) => at)) },
    theirs: { count: theirs.length, since: earliest(theirs.map(({ time }) => time)) },
  }
}

function earliest(times: readonly number[]): number | null {
  return times.reduce<number | null>((least, time) => (least === null ? time : Math.min(least, time)), null)
}
