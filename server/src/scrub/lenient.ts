/** Reads in which what is damaged, or too large to be read, is missing, and nothing else is. */
import type { EntryRow, Reader } from '../store/store.ts'
import { orDamaged } from '../uses/damage.ts'

/** By index; one that is not there is missing. */
export async function storedRows(
  reader: Reader,
  side: string,
  from: number,
  count: number,
): Promise<Map<number, EntryRow>> {
  const all = await orDamaged(reader.storedEntries(side, from, count))
  const found = new Map<number, EntryRow>()
  const put = (row: EntryRow | undefined) => {
    if (row && row.index >= from && row.index < from + count) found.set(row.index, row)
  }
  if (all) for (const row of all) put(row)
  else
    for (let index = from; index < from + count; index++) {
      const [row] = (await orDamaged(reader.storedEntries(side, index, 1))) ?? []
      put(row)
    }
  return found
}

type Place = { level: number; index: number }

/** In their order; `null` for one that is not there. */
export async function storedNodes(
  reader: Reader,
  side: string,
  epoch: number,
  at: readonly Place[],
): Promise<(Uint8Array | null)[]> {
  const all = await orDamaged(reader.nodes(side, epoch, [...at]))
  if (all) return all
  const found: (Uint8Array | null)[] = []
  for (const one of at) found.push((await orDamaged(reader.nodes(side, epoch, [one])))?.[0] ?? null)
  return found
}
