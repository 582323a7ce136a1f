/** Where a page of dossiers ended: the values it was ordered by, so that a page costs the same however deep. */
import { NodeError } from '../errors.ts'
import type { DossierKey } from './store.ts'

/** Ordered ascending, in this order. */
interface PageKey {
  due: number
  changed: number
  id: string
}

/** After every due time there is. */
const NEVER = Number.MAX_SAFE_INTEGER

export function pageKey(row: DossierKey): PageKey {
  return { due: row.due ?? NEVER, changed: 0 - row.changed, id: row.id }
}

/** The dossier whose page key this is. */
export function keyAt(id: string, { due, changed }: Pick<PageKey, 'due' | 'changed'>): DossierKey {
  return { id, due: due === NEVER ? null : due, changed: 0 - changed }
}

export function comparePageKeys(a: PageKey, b: PageKey): number {
  if (a.due !== b.due) return a.due - b.due
  if (a.changed !== b.changed) return a.changed - b.changed
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** What to give as `after` for the page that follows this row. */
export function cursorOf(row: DossierKey): string {
  const key = pageKey(row)
  return `${key.due}_${key.changed}_${key.id}`
}

/** Throws `bad-query` for anything `cursorOf` did not make. */
export function parseCursor(cursor: string): PageKey {
  const match = /^(-?\d{1,16})_(-?\d{1,16})_([0-9a-f]{64})$/.exec(cursor)
  const [, due, changed, id] = match ?? []
  if (due === undefined || changed === undefined || id === undefined)
    throw new NodeError({ code: 'bad-query' })
  const key = { due: Number(due), changed: Number(changed), id }
  if (!Number.isSafeInteger(key.due) || !Number.isSafeInteger(key.changed)) {
    throw new NodeError({ code: 'bad-query' })
  }
  return key
}
