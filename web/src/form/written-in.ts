import type { Declared, Field } from '../api/types.ts'
import { fileSaid } from '../declared/file-said.ts'
import { COMING } from './coming.ts'

/**
 * The fields that can be written again. What opens a file is in no draft: where one stood it has to be chosen anew or taken
 * away, so that none is left out without a word.
 */
export function writtenIn(
  { procedure }: Pick<Declared, 'procedure'>,
  fields: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return withFilesAgain(procedure.fields, fields)
}

function withFilesAgain(
  kinds: Readonly<Record<string, Omit<Field, 'part'>>>,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const field = kinds[name] as Field | undefined
      if (field?.kind === 'file') return [name, { ...COMING, again: fileSaid(value)?.name ?? '' }]
      if (field?.kind !== 'list' || !Array.isArray(value)) return [name, value]
      return [name, value.map((row) => withFilesAgain(field.row, row as Record<string, unknown>))]
    }),
  )
}
