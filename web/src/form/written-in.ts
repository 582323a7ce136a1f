import type { Declared, Field } from '../api/types.ts'

/** What of it can be written again. What opens a file is in no draft, so its files have to be brought anew. */
export function writtenIn(
  { procedure }: Pick<Declared, 'procedure'>,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return withoutFiles(procedure.fields, fields)
}

function withoutFiles(
  kinds: Readonly<Record<string, Omit<Field, 'part'>>>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const field = kinds[name] as Field | undefined
      if (field?.kind === 'file') return []
      if (field?.kind !== 'list' || !Array.isArray(value)) return [[name, value]]
      return [[name, value.map((row) => withoutFiles(field.row, row as Record<string, unknown>))]]
    }),
  )
}
