/** What a box that names another dossier offers: in which order, and when more of it is read. */
import type { DeskRow, Dossier } from '../api/types.ts'

/** What is shown of a dossier that can be named. */
export type Referable = Pick<DeskRow, 'id' | 'title' | 'procedure' | 'plays'>

/** So many that fit are offered before more is read, and so many again at the end of the list. */
export const ENOUGH = 20

/**
 * What the dossier is linked to comes first, then the list, each once. `beside`: the dossier that the form stands in, or under
 * which it files a new one. `plays`: the part that the field asks for.
 */
export function referable(
  plays: string | null,
  beside: { dossier: Dossier; isNew: boolean } | null,
  rows: readonly Referable[],
): Referable[] {
  const near: Referable[] = beside
    ? [...(beside.isNew ? [beside.dossier] : []), ...beside.dossier.children, ...beside.dossier.parents]
    : []
  const fits = near.filter((one) => plays === null || one.plays === plays)
  const all = new Map<string, Referable>()
  for (const one of [...fits, ...rows]) if (!all.has(one.id)) all.set(one.id, one)
  return [...all.values()]
}

/** Whether another page is read: not before fewer fit what is typed than are wanted, and never after a failure. */
export function readsOn(box: {
  isOpen: boolean
  hasNext: boolean
  isReading: boolean
  failed: boolean
  fitting: number
  wanted: number
}): boolean {
  return box.isOpen && box.hasNext && !box.isReading && !box.failed && box.fitting < box.wanted
}
