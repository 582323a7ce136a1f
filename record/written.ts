/** Field problems as they are said of what somebody wrote, who may have written it short. */
import {
  checkValue,
  type Field,
  type FieldProblem,
  isRecord,
  own,
  type RowField,
  type TextLanguage,
  textAt,
} from '@counterpart/casework'
import type { WithTexts } from '@counterpart/procedures'
import type { Values } from './errors.ts'
import { expandValue } from './form.ts'
import { replaceRecords } from './links.ts'
import { step } from './places.ts'
import type { Found } from './problem.ts'

/**
 * Where a place of the full form stands in what was written: as far as the two go together. A member that
 * is missing is named all the same.
 */
export function writtenPath(written: unknown, pointer: string, isMissing: boolean): string {
  const steps = pointer.split('/').slice(1)
  let at = written
  let path = ''
  for (const [index, name] of steps.entries()) {
    const below = Array.isArray(at) ? at[Number(name)] : isRecord(at) ? own(at, name) : undefined
    if (below === undefined)
      return isMissing && isRecord(at) && index === steps.length - 1 ? path + step(name) : path
    path += step(name)
    at = below
  }
  return path
}

/** Every reference gets a dossier of its own, so that rows that differ in it alone stay different. */
export function withDossiers<T>(value: T): T {
  const numbers = new Map<string, number>()
  return replaceRecords(value, (id) => {
    const number = numbers.get(id) ?? numbers.size + 1
    numbers.set(id, number)
    return number.toString(16).padStart(64, '0')
  }) as T
}

/** A value on its own, such as the publisher of a source. Paths begin at the value. */
export function checkWritten(field: Field | RowField, written: unknown): Found[] {
  return checkValue(field, withDossiers(expandValue(field, written)), '').map(({ path, code }) => ({
    path: writtenPath(written, path, code === 'missing-field'),
    code,
    values: choicesOf(field, path),
  }))
}

/** `pointer`: in the full form, beginning with the field. */
export function namedField(
  { procedure, texts }: WithTexts,
  { path, code }: FieldProblem,
): Pick<Found, 'values' | 'words'> {
  const [name = '', , column = ''] = path.split('/').slice(1)
  const field = own(procedure.fields, name)
  const label = (language: TextLanguage): string => {
    const said = textAt(texts[language], `/fields/${name}/label`) ?? name
    const inRow = column === '' ? undefined : textAt(texts[language], `/rows/${name}/${column}/label`)
    return inRow === undefined ? said : `${said} – ${inRow}`
  }
  return {
    ...(field && code === 'unknown-choice' ? { values: choicesOf(field, path.slice(name.length + 1)) } : {}),
    words: (language): Values => (field ? { field: label(language) } : { field: name }),
  }
}

/** What may stand in a field of choices. */
function choicesOf(field: Field | RowField, path: string): Values {
  if (field.kind === 'choice' || field.kind === 'choices') return { choices: field.of.join(', ') }
  const [, , column = ''] = path.split('/')
  const below = field.kind === 'list' ? own(field.row, column) : undefined
  return below ? choicesOf(below, '') : {}
}

/** The text of a rule that is broken. */
export function namedRule({ texts }: WithTexts, rule: string): Pick<Found, 'words'> {
  return { words: (language) => ({ rule, because: textAt(texts[language], `/rules/${rule}`) ?? rule }) }
}
