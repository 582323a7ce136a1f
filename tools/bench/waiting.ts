/** After an outage: how long what waited takes until the other side has held and receipted all of it. */
import { request } from './commands.ts'
import type { Pair } from './pair.ts'

export interface Waited {
  acts: number
  /** Seconds: recorded with nobody listening; from the first answer on. */
  recorded: number
  delivered: number
}

export async function measureWaiting(
  pair: Pair,
  acts: number,
  progress: (acts: number) => void,
): Promise<Waited> {
  const { a, line } = pair
  line.down = true
  const begun = performance.now()
  let last = 0
  for (let done = 0; done < acts; done += 512) {
    const many = Math.min(512, acts - done)
    const recorded = await Promise.all(Array.from({ length: many }, () => a.record(request(pair))))
    last = Math.max(last, ...recorded.map(({ index }) => index))
    progress(done + many)
  }
  const healed = performance.now()
  line.down = false
  // As when the other side is heard: the pause after a failure is no part of what is measured.
  a.running.node.events.emit({ kind: 'heard', relation: a.relation.id })
  await a.delivered(last)
  return { acts, recorded: (healed - begun) / 1000, delivered: (performance.now() - healed) / 1000 }
}
