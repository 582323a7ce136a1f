import { isDamage } from '../errors.ts'

export interface Sound<K, R> {
  found: R[]
  /** Keys of what cannot be read. */
  damaged: K[]
}

/** Reads many together. Where one of them is damaged it is found by halving, and the others are shown. */
export async function readSound<K, R>(
  keys: readonly K[],
  read: (keys: readonly K[]) => Promise<readonly R[]>,
): Promise<Sound<K, R>> {
  if (keys.length === 0) return { found: [], damaged: [] }
  try {
    return { found: [...(await read(keys))], damaged: [] }
  } catch (error) {
    if (!isDamage(error)) throw error
    if (keys.length === 1) return { found: [], damaged: [...keys] }
    const half = keys.length >> 1
    const first = await readSound(keys.slice(0, half), read)
    const rest = await readSound(keys.slice(half), read)
    return { found: [...first.found, ...rest.found], damaged: [...first.damaged, ...rest.damaged] }
  }
}
