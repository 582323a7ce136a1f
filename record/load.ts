/**
 * Turns items of a record into the acts by which two parties enter it, for any pair and any procedure
 * that has a slot for the record's own id. No input or output: whoever has a connection takes the steps
 * in order, finds what is there already by `loadedAs`, and puts real dossiers in by `resolve`.
 */
import { KEPT, keeperOf, type Parties, type Party, type Procedure } from '@counterpart/casework'
import { RecordError } from './errors.ts'
import type { Item } from './item.ts'
import { own } from './own.ts'

/** The slot that holds an item's id in the dossier, and the one that holds its sources. */
const ID_SLOT = 'record-id'
const SOURCES_SLOT = 'sources'

export interface Step {
  kind: 'open' | 'confirm'
  /** Id of the item. */
  item: string
  party: Party
  procedure: string
  act: string
  /** The act of the same dossier that a confirmation answers; its entry is named as `on`. */
  answers: string | null
  level: Item['level']
  /** With `{ record }` wherever a dossier is meant. */
  fields: Record<string, unknown>
  /** Ids of the items whose dossiers have to be there first. */
  after: string[]
}

/**
 * Items in an order in which nothing refers to what is not there yet, each followed by its confirmation.
 * The side that keeps a dossier opens it; the other confirms.
 *
 * @throws RecordError `unknown-procedure`, `unknown-act`, or `circle` for items that refer to each other in
 * one; `checkRecord` says the same with paths
 */
export function stepsOf(items: readonly Item[], procedures: readonly Procedure[], parties: Parties): Step[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  const done = new Set<string>()
  const steps: Step[] = []
  function add(item: Item, above: readonly string[]): void {
    if (done.has(item.id)) return
    if (above.includes(item.id)) throw new RecordError('circle')
    for (const id of referencesIn(item.fields)) {
      const other = byId.get(id)
      if (other) add(other, [...above, item.id])
    }
    done.add(item.id)
    steps.push(...stepsFor(item, procedures, parties))
  }
  for (const item of items) add(item, [])
  return steps
}

function stepsFor(item: Item, procedures: readonly Procedure[], parties: Parties): Step[] {
  const procedure = procedures.find(({ name }) => name === item.procedure)
  if (!procedure) throw new RecordError('unknown-procedure')
  if (!own(procedure.acts, item.act)) throw new RecordError('unknown-act')
  const party = openerOf(item, procedure, parties)
  const shared = { item: item.id, procedure: procedure.name, level: item.level }
  const after = referencesIn(item.fields)
  const open: Step = {
    ...shared,
    kind: 'open',
    party,
    act: item.act,
    answers: null,
    fields: fieldsOf(item, procedure),
    after,
  }
  const other = parties.find((one) => one !== party)
  if (item.confirm === undefined || !other) return [open]
  return [
    open,
    { ...shared, kind: 'confirm', party: other, act: item.confirm, answers: item.act, fields: {}, after },
  ]
}

/** The fields of the opening act: the item's own, its id and its sources. */
export function fieldsOf(item: Item, procedure: Procedure): Record<string, unknown> {
  return {
    ...item.fields,
    ...slotted(procedure, ID_SLOT, item.id),
    ...slotted(procedure, SOURCES_SLOT, item.sources),
  }
}

/** Of a record each side opens only what it keeps. */
function openerOf(item: Item, procedure: Procedure, parties: Parties): Party {
  if (item.side !== undefined) return item.side
  return parties.find((party) => keeperOf(procedure, party, parties) === party) ?? parties[0]
}

function slotted(procedure: Procedure, slot: string, value: unknown): Record<string, unknown> {
  const field = procedure.plays ? own(procedure.plays.slots, slot) : undefined
  return field === undefined || own(procedure.fields, field)?.part !== KEPT ? {} : { [field]: value }
}

/** Which item a dossier was loaded from, by the latest values of its fields; `null` when from none. */
export function loadedAs(procedure: Procedure, fields: Readonly<Record<string, unknown>>): string | null {
  const field = procedure.plays ? own(procedure.plays.slots, ID_SLOT) : undefined
  const id = field === undefined ? undefined : own(fields, field)
  return typeof id === 'string' ? id : null
}

/** Ids of other items that a value refers to, each once. */
export function referencesIn(value: unknown): string[] {
  const found = new Set<string>()
  visit(value, (id) => {
    found.add(id)
    return null
  })
  return [...found]
}

/**
 * The same value with dossiers in place of ids: `{ record, content? }` becomes `{ dossier, content? }`.
 *
 * @throws RecordError `not-loaded` when `dossierOf` knows none
 */
export function resolve<T>(value: T, dossierOf: (item: string) => string | null): T {
  return visit(value, (id, content) => {
    const dossier = dossierOf(id)
    if (dossier === null) throw new RecordError('not-loaded')
    return content === undefined ? { dossier } : { dossier, content }
  }) as T
}

function visit(value: unknown, replace: (id: string, content: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => visit(one, replace))
  if (typeof value !== 'object' || value === null) return value
  const { record, content } = value as { record?: unknown; content?: unknown }
  if (typeof record === 'string') return replace(record, content)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visit(one, replace)]))
}
