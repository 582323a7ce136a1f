/** Which fields of a declaration fill the slots of the role it plays. */
import type { Declared, Field } from '../api/types.ts'

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

/** The first field of a list's row that holds a kind of value. */
export function rowFieldOf(field: Field | undefined, kind: Field['kind']): string | null {
  if (field?.kind !== 'list') return null
  return Object.entries(field.row).find(([, one]) => one.kind === kind)?.[0] ?? null
}

/** The value of the first field of such a kind in a row of a list. */
export function rowValue(
  declared: Declared | null,
  list: string | null,
  kind: Field['kind'],
  row: Record<string, unknown>,
): unknown {
  const name = list === null ? null : rowFieldOf(declared?.procedure.fields[list], kind)
  return name === null ? undefined : row[name]
}
