/** Parts of entries that are kept apart, but for what is damaged: it keeps no act from whoever has to do it again. */
import type { ApartRow, PartRow, Reader } from '../../store/store.ts'
import { type Damage, orDamaged } from '../damage.ts'

export interface PartsApart {
  /** By leaf, what is held and opens. */
  parts: Map<string, Omit<PartRow, 'leaf'>[]>
  /** One for each entry of which something is left out. */
  damages: Damage[]
}

export async function partsApart(
  rows: readonly Pick<ApartRow, 'leaf' | 'side' | 'index'>[],
  reader: Reader,
): Promise<PartsApart> {
  const parts: PartsApart['parts'] = new Map()
  const damages: Damage[] = []
  const all = await orDamaged(reader.parts(rows.map(({ leaf }) => leaf)))
  for (const { leaf, side, index } of rows) {
    const found = all?.get(leaf) ?? (await reader.storedParts(leaf))
    parts.set(
      leaf,
      found.flatMap((part) =>
        part.state === 'held' ? [{ name: part.name, salt: part.salt, bytes: part.bytes }] : [],
      ),
    )
    if (found.some(({ state }) => state === 'damaged'))
      damages.push({ what: 'a part of what is kept apart does not open', side, index })
  }
  return { parts, damages }
}
