/** Scrubs of nodes in memory, for tests. */
import { MemoryScrubs } from '../store/memory/scrubs.ts'
import { RELATION } from '../uses/_talk.ts'
import type { Side } from '../uses/_world.ts'
import { Scrub, type ScrubPorts } from './scrub.ts'

export const NO_REST = () => Promise.resolve()

export function scrubOf(side: Side, more: Partial<ScrubPorts> = {}): Scrub {
  return new Scrub({
    node: side.node,
    relation: side.relation(RELATION),
    store: side.store,
    scrubs: new MemoryScrubs(),
    askBack: null,
    aside: { drop: async () => undefined, places: async () => [], isSound: async () => true },
    ...more,
  })
}

/** A whole pass, and what there is on record of damage after it. */
export async function passOver(side: Side, scrub = scrubOf(side)): Promise<unknown[]> {
  await scrub.pass(NO_REST, new AbortController().signal)
  const incidents = await side.store.read(RELATION, (reader) => reader.incidents())
  return incidents.filter(({ code }) => code === 'entry-damaged').map(({ detail }) => detail)
}
