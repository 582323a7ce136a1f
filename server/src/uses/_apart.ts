/** All that a node keeps of logs that ended: only tests read that at once. */
import type { ApartRow } from '../store/store.ts'
import { RELATION } from './_talk.ts'
import type { Side } from './_world.ts'

export async function allApart({ store }: Pick<Side, 'store'>): Promise<ApartRow[]> {
  const most = { entries: 1_000_000, bytes: 1e9 }
  return store.read(RELATION, async (reader) => [
    ...(await reader.apart('aaa', { epoch: 0, index: 0 }, most)),
    ...(await reader.apart('bbb', { epoch: 0, index: 0 }, most)),
  ])
}
