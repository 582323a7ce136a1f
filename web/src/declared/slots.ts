/** Which fields of a declaration fill the slots of the part it plays, and what they and their values are called. */
import type { Declared, Field } from '../api/types.ts'
import type { Naming } from './naming.ts'
import { lineOf, type Slots } from './read.ts'

/** The words of a slot: names of fields or, where the slot says so, values. */
export function slotWords(declared: Declared | null, name: string): string[] {
  const found = declared?.procedure.plays?.slots[name]
  return found === undefined ? [] : found.split(' ').filter((one) => one !== '')
}

/** The name of the first field in a slot. */
export function slot(declared: Declared | null, name: string): string | null {
  return slotWords(declared, name)[0] ?? null
}

/** What the first field in a slot is declared as. */
export function slotField(declared: Declared | null, name: string): Field | undefined {
  return declared?.procedure.fields[slot(declared, name) ?? '']
}

/** The names of the columns of one kind in the list in a slot. */
export function columnsIn(declared: Declared | null, name: string, kind: Field['kind']): string[] {
  const field = slotField(declared, name)
  if (field?.kind !== 'list') return []
  return Object.entries(field.row).flatMap(([column, of]) => (of.kind === kind ? [column] : []))
}

/** What a dossier has in a slot; the rows of several fields are joined. */
export function inSlot(
  declared: Declared | null,
  name: string,
  fields: Readonly<Record<string, unknown>>,
): unknown {
  const values = slotWords(declared, name).flatMap((field) =>
    fields[field] === undefined ? [] : [fields[field]],
  )
  return values.length > 1 ? values.flatMap((value) => (Array.isArray(value) ? value : [value])) : values[0]
}

/** The names of all fields in some slots: what a page that shows these itself leaves out of its list. */
export function fieldsIn(declared: Declared | null, names: readonly string[]): string[] {
  return names.flatMap((name) => slotWords(declared, name))
}

export function slotLabel(naming: Naming, name: string): string {
  return naming.field(slot(naming.declared, name) ?? name)
}

/** What a value of the choice in a slot is called. */
export function slotWord(naming: Naming, name: string, value: string): string {
  return naming.choice(slot(naming.declared, name) ?? name, value)
}

/** What the value of the choice in a slot is called; nothing where it has none. */
export function slotChoice(naming: Naming, slots: Slots, name: string): string | null {
  const value = lineOf(slots[name])
  return value === null ? null : slotWord(naming, name, value)
}

/** A content among many, on a page of its own or in a review. */
export interface Content {
  slots: Slots
  /** Who has to answer. */
  waits: string | null
  closed?: boolean
}

/**
 * Whether a content binds both sides. What one side states for both binds neither before the other has
 * confirmed it, and what was closed without having ended never stood. The same rule as that of the review.
 */
export function binds(declared: Declared | null, { slots, waits, closed = false }: Content): boolean {
  const nature = lineOf(slots.nature)
  if (nature === null || waits !== null || (closed && slots.ended === undefined)) return false
  return slotWords(declared, 'binding-natures').includes(nature)
}
