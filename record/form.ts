/**
 * The form in which the public record of a pair of states is written, and what stands for what in it:
 * plain strings for wordings and dates, ids for other items. `expand` writes it out as the fields of an act.
 */
import {
  type Field,
  isRecord,
  KEPT,
  type Level,
  own,
  type Party,
  type Procedure,
  type RowField,
  type TextValue,
} from '@counterpart/casework'

/** The version of the form: a reader refuses every other. */
export const FORM = 1

/** The language named first is the authoritative wording, every other our translation; or each says what it is. */
export type WrittenText = Readonly<Record<string, string | TextValue[string]>>
/** `2023`, `2023-06` or `2023-06-25`, or with the reason for what was inferred. */
export type WrittenDate = string | { date: string; inferred?: WrittenText }

/** Where something can be read. */
export interface Source {
  publisher: WrittenText
  date?: WrittenDate
  title: string
}

/** What the other side does: it confirms, or words it differently. */
export interface Answer {
  act: string
  fields?: Readonly<Record<string, unknown>>
}

/** One thing of a public record: a dossier as a side would open it. */
export interface Item {
  /** Fixed: loading again finds the dossier by it. */
  id: string
  procedure: string
  /** The act that opens the dossier. */
  act: string
  answer?: Answer
  /** Who opens; only where the procedure leaves it open. */
  side?: Party
  level: Level
  /** Ids of the items it is filed under. */
  under?: readonly string[]
  sources: readonly { source: string; line?: number }[]
  /** `{ "record": "id" }` stands wherever a field refers to another item. */
  fields: Readonly<Record<string, unknown>>
}

type InThree = { en: string; vi: string; 'zh-Hans': string }

export interface Office {
  code: string
  side: Party
  level: Level
  name: InThree
  /** The office that it answers to; without it, every office of its side on a higher level. */
  under?: string
  /** Codes of offices of the other side; many to many. */
  faces: string[]
  note?: string
}

/** What two parties tell each other about themselves before anything else. */
export interface Relation {
  relation: string
  title: WrittenText
  'legal-basis'?: WrittenText
  /** `short`: what people call it every day. */
  parties: { code: Party; name: WrittenText; short: InThree }[]
  offsets: { party: Party; seconds: number }[]
  holidays: { party: Party; date: WrittenDate }[]
  parameters?: { name: string; counts: string; lasts: string; basis: WrittenText }[]
  note?: string
}

/** One file; several that are given together are one record. */
export interface RecordFile {
  form: typeof FORM
  note?: string
  relation?: Relation
  offices?: Office[]
  sources?: Record<string, Source>
  items?: Item[]
}

export interface PublicRecord {
  relation: Relation
  offices: readonly Office[]
  sources: Readonly<Record<string, Source>>
  items: readonly Item[]
}

/** Slots that are filled from the item itself. */
export const ID_SLOT = 'record-id'
export const SOURCES_SLOT = 'sources'

/** The field that fills a slot of the part the procedure plays; `undefined` where none does. */
export function slotField(procedure: Procedure, slot: string): string | undefined {
  const name = procedure.plays ? own(procedure.plays.slots, slot) : undefined
  return name !== undefined && own(procedure.fields, name) ? name : undefined
}

/** The field that is filled from the item itself; `undefined` where none does, or it may be destroyed. */
export function filledField(procedure: Procedure, slot: string): string | undefined {
  const field = slotField(procedure, slot)
  return field !== undefined && procedure.fields[field]?.part === KEPT ? field : undefined
}

/**
 * The fields of the opening act in full: the item's own written out, its id and its sources. References
 * stay `{ record }` until `resolve` puts dossiers in. Total: what has no sense in its place stays as it is.
 */
export function expand(
  item: Item,
  procedure: Procedure,
  sources: Readonly<Record<string, Source>>,
): Record<string, unknown> {
  return {
    ...expandFields(item.fields, procedure),
    ...slotted(procedure, ID_SLOT, item.id),
    ...(item.sources.length === 0
      ? {}
      : slotted(
          procedure,
          SOURCES_SLOT,
          item.sources.map((one) => citation(one, sources)),
        )),
  }
}

export function expandFields(
  fields: Readonly<Record<string, unknown>>,
  procedure: Procedure,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const field = own(procedure.fields, name)
      return [name, field ? expandValue(field, value) : value]
    }),
  )
}

export function expandValue(field: Field | RowField, value: unknown): unknown {
  switch (field.kind) {
    case 'text':
      return expandText(value)
    case 'date':
      return expandDate(value)
    case 'list':
      return Array.isArray(value) ? value.map((row) => expandRow(field.row, row)) : value
    default:
      return value
  }
}

function expandRow(columns: Readonly<Record<string, RowField>>, row: unknown): unknown {
  if (!isRecord(row)) return row
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const column = own(columns, name)
      return [name, column ? expandValue(column, value) : value]
    }),
  )
}

/** A wording that says what it is itself is left alone, and makes the plain ones beside it translations. */
function expandText(value: unknown): unknown {
  if (!isRecord(value)) return value
  const written = Object.entries(value)
  const said = written.some(([, one]) => isRecord(one) && one.standing === 'authoritative')
  return Object.fromEntries(
    written.map(([language, text], index) => {
      if (typeof text !== 'string') return [language, text]
      return [language, { text, standing: index === 0 && !said ? 'authoritative' : 'translation' }]
    }),
  )
}

function expandDate(value: unknown): unknown {
  if (typeof value === 'string') return { date: value }
  if (!isRecord(value) || value.inferred === undefined) return value
  return { ...value, inferred: expandText(value.inferred) }
}

/** A row of the field that holds where an item can be read. */
function citation(
  { source, line }: Item['sources'][number],
  sources: Readonly<Record<string, Source>>,
): Record<string, unknown> {
  const found = own(sources, source)
  const row = found ? expandSource(found) : {}
  return line === undefined ? row : { ...row, line }
}

function expandSource({ publisher, date, title }: Source): Record<string, unknown> {
  return {
    publisher: expandText(publisher),
    ...(date === undefined ? {} : { date: expandDate(date) }),
    title,
  }
}

function slotted(procedure: Procedure, slot: string, value: unknown): Record<string, unknown> {
  const field = filledField(procedure, slot)
  return field === undefined ? {} : { [field]: value }
}
