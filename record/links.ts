/** Where an item refers to others: what has to be there before it can be. */
import { type Field, isRecord, own, type Procedure, type RowField } from '@counterpart/casework'
import type { Item } from './form.ts'

export interface Link {
  /** Pointer into the item. */
  path: string
  /** The item meant; `null` where what stands there names none. */
  to: string | null
  /** What the other has to play; any when absent. */
  plays?: string
}

/** Everywhere an item refers to another one: what it is filed under, its fields, those of its answer. */
export function linksOf(item: Item, procedure: Procedure): Link[] {
  return [
    ...(item.under ?? []).map((to, index) => ({ path: `/under/${index}`, to })),
    ...inFields(item.fields, procedure, '/fields'),
    ...inFields(item.answer?.fields ?? {}, procedure, '/answer/fields'),
  ]
}

/** Ids of the items that have to be there first, each once. */
export function needed(item: Item, procedure: Procedure): string[] {
  return [...new Set(linksOf(item, procedure).flatMap(({ to }) => to ?? []))]
}

function inFields(fields: Readonly<Record<string, unknown>>, procedure: Procedure, path: string): Link[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    const field = own(procedure.fields, name)
    return field ? inValue(field, value, `${path}/${name}`) : []
  })
}

function inValue(field: Field | RowField, value: unknown, path: string): Link[] {
  if (field.kind === 'reference')
    return [
      {
        path,
        to: recordNamed(value, field.content),
        ...(field.plays === undefined ? {} : { plays: field.plays }),
      },
    ]
  if (field.kind !== 'list' || !Array.isArray(value)) return []
  return value.flatMap((row, index) =>
    isRecord(row)
      ? Object.entries(row).flatMap(([name, cell]) => {
          const column = own(field.row, name)
          return column ? inValue(column, cell, `${path}/${index}/${name}`) : []
        })
      : [],
  )
}

/** Nothing but the id, and the content where one inside the dossier is meant. */
function recordNamed(value: unknown, content: true | undefined): string | null {
  if (!isRecord(value) || typeof value.record !== 'string') return null
  const others = Object.keys(value).filter((name) => name !== 'record' && !(content && name === 'content'))
  return others.length === 0 ? value.record : null
}

/** The same value with something else in place of each `{ record, content? }`. */
export function replaceRecords(value: unknown, by: (id: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => replaceRecords(one, by))
  if (!isRecord(value)) return value
  const { record, ...rest } = value
  if (typeof record === 'string') return { dossier: by(record), ...rest }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaceRecords(one, by)]))
}

/** Ids from which a way leads back to themselves. Without recursion: a chain may be as long as a record. */
export function circular(below: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>()
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  const isOpen = new Set<string>()
  for (const start of below.keys()) {
    if (index.has(start)) continue
    const way: { id: string; next: number }[] = []
    const enter = (id: string) => {
      index.set(id, index.size)
      low.set(id, index.get(id) ?? 0)
      open.push(id)
      isOpen.add(id)
      way.push({ id, next: 0 })
    }
    const lower = (id: string, to: number) => void low.set(id, Math.min(low.get(id) ?? 0, to))
    enter(start)
    for (let at = way.at(-1); at; at = way.at(-1)) {
      const next = below.get(at.id)?.[at.next++]
      if (next !== undefined) {
        if (!below.has(next)) continue
        if (!index.has(next)) enter(next)
        else if (isOpen.has(next)) lower(at.id, index.get(next) ?? 0)
        continue
      }
      way.pop()
      const above = way.at(-1)
      if (above) lower(above.id, low.get(at.id) ?? 0)
      if (low.get(at.id) !== index.get(at.id)) continue
      const together = open.splice(open.lastIndexOf(at.id))
      for (const id of together) isOpen.delete(id)
      if (together.length > 1 || below.get(at.id)?.includes(at.id)) for (const id of together) found.add(id)
    }
  }
  return found
}
