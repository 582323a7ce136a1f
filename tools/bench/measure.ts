/** Work done so many times, so many at once, and how long each took. */

export interface Timed {
  perSecond: number
  /** Milliseconds. */
  p50: number
  p95: number
  p99: number
}

export async function inTurns(
  count: number,
  atOnce: number,
  work: (turn: number) => Promise<unknown>,
): Promise<Timed> {
  const times: number[] = []
  let next = 0
  const started = performance.now()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) {
        const turn = next++
        const begun = performance.now()
        await work(turn)
        times.push(performance.now() - begun)
      }
    }),
  )
  return { perSecond: (count * 1000) / (performance.now() - started), ...spreadOf(times) }
}

export function spreadOf(times: number[]): Pick<Timed, 'p50' | 'p95' | 'p99'> {
  const sorted = times.toSorted((x, y) => x - y)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
