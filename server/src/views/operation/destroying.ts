/** Which side is late with destroying what both have to destroy (RETENTION-7). */
import type { LateView } from '../../http/schema/operation.ts'
import { ANEW } from '../../store/retention.ts'
import type { Look } from '../look.ts'
import { GRACE } from '../part-views.ts'

/** More are not counted one by one. */
const MOST = 1000

export async function lateIn({ reader, node }: Look): Promise<LateView> {
  const before = node.clock() - GRACE
  const ours = (await reader.falling(before - 1, MOST)).filter(({ at }) => at > ANEW.at)
  const theirs = await reader.oneSided(before, MOST)
  return {
    ours: { count: ours.length, since: earliest(ours.map(({ at }) => at)) },
    theirs: { count: theirs.length, since: earliest(theirs.map(({ time }) => time)) },
  }
}

function earliest(times: readonly number[]): number | null {
  return times.reduce<number | null>((least, time) => (least === null ? time : Math.min(least, time)), null)
}
