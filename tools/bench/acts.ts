/** Acts end to end: recorded by one node, held and receipted by the other, the receipt held by the first. */
import { request, takeInHand } from './commands.ts'
import { inTurns, spreadOf, type Timed } from './measure.ts'
import type { Pair } from './pair.ts'

export interface Acts {
  /** From the command to its answer: signed and on our disk. */
  recorded: Timed
  /** From the command to the receipt: on both disks, settled, cosigned. */
  delivered: Timed
}

/** Openings of one side; whoever acts waits for the receipt before the next. */
export async function openings(pair: Pair, count: number, atOnce: number): Promise<Acts> {
  const { a } = pair
  const recorded: number[] = []
  const delivered = await inTurns(count, atOnce, async () => {
    const begun = performance.now()
    const { index } = await a.record(request(pair))
    recorded.push(performance.now() - begun)
    await a.delivered(index)
  })
  return { recorded: { perSecond: delivered.perSecond, ...spreadOf(recorded) }, delivered }
}

/** Acts of the other side in dossiers that stand, while nothing else is done. */
export async function laterActs(pair: Pair, count: number, atOnce: number): Promise<Acts> {
  const { a, b } = pair
  const opened = await Promise.all(Array.from({ length: count }, () => a.record(request(pair))))
  await a.delivered(Math.max(...opened.map((one) => one.index)))
  const recorded: number[] = []
  const delivered = await inTurns(count, atOnce, async (turn) => {
    const one = opened[turn]
    if (!one) return
    const begun = performance.now()
    const { index } = await b.record(takeInHand(one))
    recorded.push(performance.now() - begun)
    await b.delivered(index)
  })
  return { recorded: { perSecond: delivered.perSecond, ...spreadOf(recorded) }, delivered }
}

/** Openings until the log has so many entries. Returns how many a second were recorded and delivered. */
export async function fill(
  pair: Pair,
  size: number,
  progress: (size: number) => void,
): Promise<{ acts: number; seconds: number }> {
  const { a } = pair
  const sizeNow = async () => (await a.store.read(a.relation.id, (reader) => reader.heads())).ours.size
  const begun = await sizeNow()
  const started = performance.now()
  for (let now = begun; now < size; now = await sizeNow()) {
    const more = Math.min(512, size - now)
    const done = await Promise.all(Array.from({ length: more }, () => a.record(request(pair))))
    await a.delivered(Math.max(...done.map((one) => one.index)))
    progress(now + more)
  }
  return { acts: Math.max(0, size - begun), seconds: (performance.now() - started) / 1000 }
}
