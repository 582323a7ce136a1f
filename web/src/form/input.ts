import type { Field } from '../api/types.ts'
import type { Naming } from '../declared/naming.ts'
import type { Finding } from './check.ts'

/** What every input of a form is given. A value that is not there is `undefined`. */
export interface InputOf<K extends Field['kind'] = Field['kind']> {
  id: string
  name: string
  field: Omit<Extract<Field, { kind: K }>, 'part'>
  naming: Naming
  value: unknown
  onChange(value: unknown): void
  invalid: boolean
  /** What is wrong with it, and in which of its boxes. */
  wrongs: readonly Finding[]
  /** What stands in the fields of the same form, or of the same row. */
  beside: Readonly<Record<string, unknown>>
  /** Whether it has to be filled in; a list then stands open with its first row. */
  needed: boolean
}
