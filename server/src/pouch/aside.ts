/** Whether what was put aside can still be taken in, asked by a scrub. */
import type { AsidePlace } from '../store/pouches.ts'
import { isNoUse } from './read-pouch.ts'
import { open, type Shelf } from './shelf.ts'

export function asideOf(shelf: Shelf): {
  places(): Promise<AsidePlace[]>
  isSound(place: AsidePlace): Promise<boolean>
  drop(place: AsidePlace): Promise<void>
} {
  const { pouches, relation } = shelf
  return {
    places: () => pouches.aside(relation.id),
    async isSound(place) {
      const sealed = await pouches.sealed(relation.id, place)
      // It was taken in, or dropped, since.
      if (sealed === null) return true
      try {
        const { epoch, start, entries } = await open(shelf, sealed)
        return epoch === place.epoch && start === place.start && start + entries.length === place.end
      } catch (error) {
        if (isNoUse(error)) return false
        throw error
      }
    },
    drop: (place) => pouches.dropAside(relation.id, place),
  }
}
