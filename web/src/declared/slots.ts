/** Which fields of a declaration fill the slots of the role it plays. */
import type { Declared } from '../api/types.ts'

/** The words of a slot: names of fields or, where the slot says so, values. */
export function slotWords(declared: Declared | null, name: string): string[] {
  const found = declared?.procedure.plays?.slots[name]
  return found === undefined ? [] : found.split(/[\s,]+/).filter((one) => one !== '')
}

/** The name of the first field in a slot. */
export function slot(declared: Declared | null, name: string): string | null {
  return slotWords(declared, name)[0] ?? null
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

export function rowsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value)
    ? value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    : []
}
