/** What the scrub of each relation came to, as operators see it. */
import type { ScrubView } from '../../http/schema/operation.ts'
import type { ScrubState } from '../../scrub/scrubber.ts'

export interface Scrubs {
  state(): Promise<ScrubState[]>
}

const NEWEST = 100

/** By relation; of a store that cannot say it nothing. */
export async function scrubStates(scrubs: Scrubs | null): Promise<Map<string, ScrubState>> {
  const states = (await scrubs?.state().catch(() => [])) ?? []
  return new Map(states.map((state) => [state.relation, state]))
}

export function scrubView(state: ScrubState | undefined): ScrubView | null {
  if (!state) return null
  const { pass, at, done, of, found, repaired, last, open } = state
  const byKind = Map.groupBy(open, ({ what }) => what)
  return {
    pass,
    at,
    done,
    of,
    found,
    repaired,
    last: last && {
      began: last.began,
      ended: last.ended,
      entries: last.entries,
      found: last.found,
      repaired: last.repaired,
    },
    open: {
      count: open.length,
      newest: open.slice(0, NEWEST),
      kinds: [...byKind].map(([what, some]) => ({ what, count: some.length })),
    },
  }
}
