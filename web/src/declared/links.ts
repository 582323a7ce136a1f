import { isSide } from '@counterpart/casework/sides'
import type { Declared, Dossier } from '../api/types.ts'

/** A procedure that can be opened from a dossier now, by this officer. */
export interface Opens {
  link: string
  declared: Declared
}

/** In the order of the declaration. `ours`: whose page it is. `openable`: what this officer can open at all. */
export function opensFrom(
  declared: Declared | null,
  dossier: Pick<Dossier, 'state' | 'opener' | 'keeper'>,
  ours: string,
  openable: readonly Declared[],
): Opens[] {
  return Object.entries(declared?.procedure.links ?? {}).flatMap(([link, { opens, from, by = 'either' }]) => {
    if (!from.includes(dossier.state) || !isSide(by, ours, dossier)) return []
    const newest = openable
      .filter(({ procedure }) => procedure.name === opens)
      .toSorted((a, b) => b.procedure.version - a.procedure.version)[0]
    return newest ? [{ link, declared: newest }] : []
  })
}
