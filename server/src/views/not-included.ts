/** Parts that entries committed to and evidence does not give: destroyed since when and by which record, or never given. */
import type { DeletionRow, EntryRow, PartState, Reader } from '../store/store.ts'
import { readHeader } from '../uses/log/entry.ts'

export interface NotIncluded {
  leaf: string
  name: string
  /** What either log says of it: none where it was never given. */
  deletions: readonly DeletionRow[]
}

export async function notIncluded(
  rows: readonly EntryRow[],
  parts: ReadonlyMap<string, readonly PartState[]>,
  reader: Reader,
): Promise<NotIncluded[]> {
  const missing = rows.flatMap(({ leaf, bytes }) => {
    const held = (parts.get(leaf) ?? []).flatMap(({ name, state }) => (state === 'held' ? [name] : []))
    const named = readHeader(bytes)?.parts ?? []
    return named.filter(({ name }) => !held.includes(name)).map(({ name }) => ({ leaf, name }))
  })
  const said = await reader.deletions([...new Set(missing.map(({ leaf }) => leaf))])
  return missing.map(({ leaf, name }) => ({
    leaf,
    name,
    deletions: (said.get(leaf) ?? [])
      .filter((row) => row.name === name)
      .sort((a, b) => a.time - b.time || (a.side < b.side ? -1 : 1)),
  }))
}
