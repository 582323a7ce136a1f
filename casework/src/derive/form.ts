/** What a page needs to ask for the fields of an act, without knowing the act. */
import { CaseworkError } from '../errors.ts'
import { type Act, type Field, fieldsRead, type Procedure, type RowField } from '../language/index.ts'
import { own } from '../language/own.ts'

export type Widget =
  | 'line'
  | 'lines'
  | 'languages'
  | 'buttons'
  | 'select'
  | 'boxes'
  | 'switch'
  | 'number'
  | 'partial-date'
  | 'moment'
  | 'duration'
  | 'dossier'
  | 'content'
  | 'digest'
  | 'office'
  | 'person'
  | 'place'
  | 'file'
  | 'rows'

/** `label`, `help` and the keys of choices are keys of the texts, see `textKeys`. */
export interface FormField {
  name: string
  widget: Widget
  needed: boolean
  label: string
  help: string
  choices?: { value: string; label: string }[]
  /** Lines to show at first. */
  rows?: number
  columns?: FormField[]
}

export interface Form {
  act: string
  title: string
  help: string
  /**
   * What is needed first, each in the order of the declaration; but what may be left out only as another
   * field says stands after that one.
   */
  order: string[]
  /** In that order, under the part in which it lies: a page shows what is personal apart. */
  fields: (FormField & { part: string; personal: boolean })[]
}

/** A few choices are seen at once; more are searched. */
const SEEN_AT_ONCE = 5
const LONG_LINE = 120

/** @throws CaseworkError `unknown-act` */
export function formOf(procedure: Procedure, act: string): Form {
  const declared = own(procedure.acts, act)
  if (!declared) throw new CaseworkError('unknown-act')
  const order = orderOf(declared)
  const fields = order.flatMap((name) => {
    const field = own(procedure.fields, name)
    if (!field) return []
    const { part } = field
    const personal = own(procedure.parts, part)?.personal ?? false
    return [{ ...formField(name, `/fields/${name}`, field, declared.needs.includes(name)), part, personal }]
  })
  return { act, title: `/acts/${act}/title`, help: `/acts/${act}/help`, order, fields }
}

function orderOf({ needs, may = [], when }: Act): string[] {
  const order = [...new Set([...needs, ...may])]
  if (!when) return order
  const read = fieldsRead(when).filter((name) => order.includes(name))
  for (const [at, name] of read.entries()) {
    const before = read[at - 1]
    if (before === undefined || needs.includes(name)) continue
    order.splice(order.indexOf(name), 1)
    order.splice(order.indexOf(before) + 1, 0, name)
  }
  return order
}

function formField(name: string, texts: string, field: Field | RowField, needed: boolean): FormField {
  const form: FormField = {
    name,
    widget: widgetOf(field),
    needed,
    label: `${texts}/label`,
    help: `${texts}/help`,
  }
  if (field.kind === 'choice' || field.kind === 'choices')
    form.choices = field.of.map((value) => ({ value, label: `/choices/${name}/${value}` }))
  if (field.kind === 'text') form.rows = field.rows ?? 1
  if (field.kind === 'list')
    form.columns = Object.entries(field.row).map(([column, of]) =>
      formField(column, `/rows/${name}/${column}`, of, field.needs.includes(column)),
    )
  return form
}

function widgetOf(field: Field | RowField): Widget {
  switch (field.kind) {
    case 'text':
      return 'languages'
    case 'line':
      return field.max > LONG_LINE ? 'lines' : 'line'
    case 'choice':
      return field.of.length > SEEN_AT_ONCE ? 'select' : 'buttons'
    case 'choices':
      return 'boxes'
    case 'flag':
      return 'switch'
    case 'count':
      return 'number'
    case 'date':
      return 'partial-date'
    case 'time':
      return 'moment'
    case 'reference':
      return field.content ? 'content' : 'dossier'
    case 'list':
      return 'rows'
    default:
      return field.kind
  }
}
