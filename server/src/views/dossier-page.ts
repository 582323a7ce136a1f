/**
 * Dossiers to be shown. Either side puts into a dossier what it likes, so of many only so many bytes are read at once, and of
 * each no more is kept than who asks needs.
 */
import { cursorOf } from '../store/cursor.ts'
import { STATES_AT_ONCE } from '../store/large.ts'
import type { DossierKey, DossierQuery, DossierRow } from '../store/store.ts'
import { orDamaged } from '../uses/damage.ts'
import { newTurns } from '../uses/turns.ts'
import type { Look } from './look.ts'
import { readSound, type Sound } from './sound.ts'

/** What of a dossier outlives the reading of the next ones. */
type Keep<T> = (row: DossierRow) => T

export interface DossierPage<T> {
  /** All that there are, in the order of the page. */
  keys: readonly DossierKey[]
  /** What was kept of each, by id, in the same order. */
  rows: ReadonlyMap<string, T>
}

/** So many are on a page that ends early when one of them is damaged. */
const FEW = 8

/** @throws NodeError `entry-damaged` where one of them is */
export async function wholePage<T>(look: Look, query: DossierQuery, keep: Keep<T>): Promise<DossierPage<T>> {
  const { keys, first } = await begun(look, query, keep)
  const ids = keys.slice(first.length).map(({ id }) => id)
  return { keys, rows: new Map([...first, ...(await readNamed(look, ids, keep))]) }
}

/** What is stored of one of them may be damaged, and keeps no other from the page. */
export async function dossierPage<T>(
  look: Look,
  query: DossierQuery,
  keep: Keep<T>,
): Promise<DossierPage<T>> {
  const whole = await orDamaged(wholePage(look, query, keep))
  if (whole !== null) return whole
  const keys = await look.reader.dossierKeys(query)
  const ids = keys.map(({ id }) => id)
  const { found, damaged } = await dossiersNamed(look, ids, keep)
  look.damages.push(...damaged.map((dossier) => ({ what: 'what is folded of a dossier', dossier })))
  return { keys, rows: new Map(found) }
}

/** As `dossierPage`, of which everything is shown: it ends where no more is read at once, and `next` goes on there. */
export async function shortPage<T>(
  look: Look,
  query: DossierQuery,
  keep: Keep<T>,
): Promise<DossierPage<T> & { next: string | null }> {
  const { limit } = query
  const some = await orDamaged(begun(look, { ...query, limit: limit + 1 }, keep))
  if (some !== null) return ended({ keys: some.keys, rows: new Map(some.first) }, some.first.length, limit)
  const few = Math.min(limit, FEW)
  return ended(await dossierPage(look, { ...query, limit: few + 1 }, keep), few, few)
}

/** By id, of those that are here. */
export function dossiersNamed<T>(
  look: Look,
  ids: readonly string[],
  keep: Keep<T>,
): Promise<Sound<string, [string, T]>> {
  return readSound(ids, (some) => readNamed(look, some, keep))
}

async function begun<T>({ reader }: Look, query: DossierQuery, keep: Keep<T>) {
  const { keys, rows } = await reader.dossiersWithin(query, STATES_AT_ONCE)
  return { keys, first: rows.map((row): [string, T] => [row.id, keep(row)]) }
}

async function readNamed<T>(look: Look, ids: readonly string[], keep: Keep<T>): Promise<[string, T][]> {
  const giveWay = newTurns(look.node)
  const kept: [string, T][] = []
  let left = ids
  const some = async () => {
    const { keys, rows } = await look.reader.dossiersWithin({ named: left }, STATES_AT_ONCE)
    for (const row of rows) kept.push([row.id, keep(row)])
    left = keys.slice(rows.length).map(({ id }) => id)
  }
  while (left.length > 0) {
    await (kept.length === 0 ? some() : inTurn(some))
    await giveWay()
  }
  return kept
}

function ended<T>({ keys, rows }: DossierPage<T>, read: number, limit: number) {
  const page = keys.slice(0, Math.min(read, limit))
  const last = page.at(-1)
  return {
    keys: page,
    rows: new Map(page.flatMap(({ id }) => (rows.has(id) ? [[id, rows.get(id) as T] as const] : []))),
    next: keys.length > page.length && last ? cursorOf(last) : null,
  }
}

let last: Promise<unknown> = Promise.resolve()

/** One after the other in the whole process: however many officers look at much, only one of them holds more. */
function inTurn(work: () => Promise<void>): Promise<void> {
  const mine = last.then(work)
  last = mine.catch(() => undefined)
  return mine
}
