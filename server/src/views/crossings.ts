import type { EntryRow } from '../store/store.ts'

/**
 * Acts that met one of the other side which neither author had seen (ORDER-12). `running` never falls along a log,
 * so of the other side's acts that an author had not seen, the first had seen the least: it decides.
 *
 * @param rows of one dossier, of each side in the order of its log
 */
export function crossings(
  rows: readonly Pick<EntryRow, 'side' | 'index' | 'leaf' | 'running' | 'kind'>[],
): Set<string> {
  const said = rows.filter((row) => row.kind === 'open' || row.kind === 'act')
  const sides = Map.groupBy(said, (row) => row.side)
  const found = new Set<string>()
  for (const [side, acts] of sides) {
    const others = [...sides].flatMap(([other, theirs]) => (other === side ? [] : theirs))
    let first = 0
    for (const row of acts) {
      while (first < others.length && (others[first]?.index ?? 0) < row.running) first++
      const other = others[first]
      if (other && other.running <= row.index) found.add(row.leaf)
    }
  }
  return found
}
