/** What operators watch of a relation in memory. */
import type { FileRow, Gauge } from '../store.ts'
import type { Rows } from './rows.ts'

/** Not where it belongs yet, or refused for ever. */
function isOpen({ own, state }: Pick<FileRow, 'own' | 'state'>): boolean {
  return state === 'here' ? own : state !== 'held' && state !== 'destroyed'
}

/** `size`: of our log at this version. */
export function gaugeOf(rows: Rows, version: number, size: number, from: number): Gauge {
  const { entries, weights } = rows.logs.ours
  const waiting = entries.slice(from, size).filter(({ kind }) => kind !== 'mark')
  const incidents = Map.groupBy(rows.incidents.get('', version) ?? [], ({ code }) => code)
  const files = Map.groupBy(
    [...rows.files.values(version)].flatMap(([, all]) => [...all].filter(isOpen)),
    ({ own, state }) => `${own ? 0 : 1} ${state}`,
  )
  return {
    waiting: {
      entries: waiting.length,
      bytes: waiting.reduce((sum, { index }) => sum + (weights[index] ?? 0), 0),
      oldest: waiting.reduce<number | null>(
        (least, { time }) => (least === null ? time : Math.min(least, time)),
        null,
      ),
    },
    incidents: new Map([...incidents].map(([code, all]) => [code, all.length])),
    files: [...files.keys()].sort().flatMap((key) => {
      const all = files.get(key) ?? []
      return all.slice(0, 1).map(({ own, state }) => ({ own, state, count: all.length }))
    }),
  }
}
