/** What stands in a slot, in the words of a language: choices by the procedure's own texts, dates as exactly as given. */
import { KEPT, type Procedure, type TextLanguage, type TextValue } from '../language/index.ts'
import { own } from '../language/own.ts'
import { isRecord } from '../run/is-record.ts'
import type { ReviewWords } from './review-words.ts'
import type { ReviewItem } from './shape.ts'
import { lineIn, type Slots } from './slots.ts'

export interface Names {
  /** The declaration of a name; `null` when it is not known here. */
  procedure(name: string): Procedure | null
  /** The text of a procedure under a key such as `/states/open`. */
  say(procedure: string, key: string): string
  party(code: string): string
}

export interface Writer {
  words: ReviewWords
  names: Names
  language: TextLanguage
}

export function titleOf(item: ReviewItem | undefined, writer: Writer): string {
  if (!item) return ''
  return (typeof item.title === 'string' ? item.title : textOf(item.title, writer)) ?? item.id.slice(0, 12)
}

/**
 * In the reader's language, else as it is authoritative; in one line, whatever lines it has: one side alone may have written
 * what would else read as further items, or as the digest.
 */
export function textOf(value: TextValue | null, { language }: Pick<Writer, 'language'>): string | null {
  if (!value) return null
  const authoritative = Object.values(value).find(({ standing }) => standing === 'authoritative')
  return (own(value, language) ?? authoritative)?.text.replaceAll(/\s*[\n\t]\s*/g, ' ').trim() ?? null
}

export function plain(value: unknown, language: TextLanguage): string | null {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (!isRecord(value)) return null
  if (typeof value.date === 'string') return value.date
  return Object.values(value).every((one) => isRecord(one) && 'standing' in one)
    ? textOf(value as TextValue, { language })
    : null
}

export function stateOf(item: ReviewItem, { names }: Writer): string {
  return names.say(item.procedure, `/states/${item.state}`)
}

/** A choice in the words of the procedure, which knows it by its own field's name. */
export function choiceIn(item: ReviewItem, slot: string, { names }: Writer): string | null {
  const value = lineIn(item.slots, slot)
  return value === null ? null : choice(item, slot, value, names)
}

export function choicesIn(item: ReviewItem, slot: string, { names }: Writer): string | null {
  const values = item.slots[slot]
  if (!Array.isArray(values)) return null
  return values.map((value) => choice(item, slot, String(value), names)).join(', ')
}

function choice(item: ReviewItem, slot: string, value: string, names: Names): string {
  const procedure = names.procedure(item.procedure)
  const field = procedure?.plays?.slots[slot]
  const declared = field === undefined ? undefined : own(procedure?.fields ?? {}, field)
  const known = (declared?.kind === 'choice' || declared?.kind === 'choices') && declared.part === KEPT
  return known && declared.of.includes(value)
    ? names.say(item.procedure, `/choices/${field}/${value}`)
    : value
}

export function partiesIn(slots: Slots, slot: string, { names }: Writer): string | null {
  return lineIn(slots, slot)?.split(' ').map(names.party).join(', ') ?? null
}

export function actorsOf(slots: Slots, writer: Writer): string | null {
  const rows = slots.actors
  if (!Array.isArray(rows)) return null
  const actors = rows.filter(isRecord).flatMap((row) => textOf(row.name as TextValue, writer) ?? [])
  return `${writer.words.whoActs}: ${actors.join(', ')}`
}

export function dateIn(slots: Slots, slot: string, writer: Writer): string | null {
  const value = own(slots, slot)
  if (!isRecord(value) || typeof value.date !== 'string') return null
  const reason = isRecord(value.inferred) ? textOf(value.inferred as TextValue, writer) : null
  return reason === null ? value.date : `${value.date} (${writer.words.inferred}: ${reason})`
}

export function span(slots: Slots, from: string, until: string, writer: Writer): string | null {
  const [first, last] = [dateIn(slots, from, writer), dateIn(slots, until, writer)]
  // What began nobody knows when is not one day long.
  if (first === null) return last === null ? null : `${writer.words.until} ${last}`
  if (last === null || first === last) return first
  return `${first} – ${last}`
}

export function labelled(label: string, text: string | null): string | null {
  return text === null ? null : `${label} ${text}`
}
