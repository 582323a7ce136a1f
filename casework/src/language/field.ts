/**
 * Fields as plain data. A field says what it holds, in which part of the body it lies and how large
 * it may be; JSON Schema, forms and what may be read by a condition follow from that.
 */
import type { Duration } from './vocabulary.ts'

interface In<P extends string> {
  /** The part of the body: `kept`, or one the procedure names. */
  part: P | 'kept'
}

/** Text in one or more languages, at least one of them authoritative, each translation certified or not. */
export interface TextField<P extends string = string> extends In<P> {
  kind: 'text'
  max: number
  rows?: number
}
/** One line without a language: a number, a reference, a name as written. */
export interface LineField<P extends string = string> extends In<P> {
  kind: 'line'
  max: number
  pattern?: string
}
export interface ChoiceField<P extends string = string> extends In<P> {
  kind: 'choice'
  of: readonly string[]
}
export interface ChoicesField<P extends string = string> extends In<P> {
  kind: 'choices'
  of: readonly string[]
}
export interface FlagField<P extends string = string> extends In<P> {
  kind: 'flag'
}
export interface CountField<P extends string = string> extends In<P> {
  kind: 'count'
  min: number
  max: number
}
/**
 * Whether a day is in the past or ahead. An officer who types a day on the other side of today is asked about it; a
 * past day that lies ahead by more than a day is refused, and so is a past moment that lies ahead. The counterpart's
 * entries are not checked for this.
 */
export const TENSES = ['past', 'ahead'] as const
export type Tense = (typeof TENSES)[number]
/** `2023`, `2023-06` or `2023-06-25`, with the reason for what was inferred. */
export interface DateField<P extends string = string> extends In<P> {
  kind: 'date'
  tense?: Tense
}
/** Whole seconds UTC. */
export interface TimeField<P extends string = string> extends In<P> {
  kind: 'time'
  tense?: Tense
}
export interface DurationField<P extends string = string> extends In<P> {
  kind: 'duration'
  most: Duration
}
/** The id of another dossier, or of one content of it. */
export interface ReferenceField<P extends string = string> extends In<P> {
  kind: 'reference'
  /** What the dossier referred to must play; any when absent. */
  plays?: string
  /** `true` when it names one content inside that dossier. */
  content?: true
}
/** The digest of a procedure's declaration. */
export interface DigestField<P extends string = string> extends In<P> {
  kind: 'digest'
}
/** An office by its code in the directory, as it was called at the time. */
export interface OfficeField<P extends string = string> extends In<P> {
  kind: 'office'
}
/** A person: names in every script they were written in, each with its language. Never in `kept`. */
export interface PersonField<P extends string = string> extends In<P> {
  kind: 'person'
}
/** Where something is: a gate, a trail, from marker to marker, coordinates. */
export interface PlaceField<P extends string = string> extends In<P> {
  kind: 'place'
}
/** A document that travels beside the log and not in it. Never in `kept`: its key dies with its part. */
export interface FileField<P extends string = string> extends In<P> {
  kind: 'file'
}
/** A list of rows of the same simple fields; its rows lie in the list's part. */
export interface ListField<P extends string = string> extends In<P> {
  kind: 'list'
  most: number
  row: Readonly<Record<string, RowField>>
  /** Fields of a row that must be there. */
  needs: readonly string[]
}

/** A field inside a row has the part of its list. */
export type RowField = DistributiveOmit<Exclude<Field, ListField>, 'part'>
type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never

export type Field<P extends string = string> =
  | TextField<P>
  | LineField<P>
  | ChoiceField<P>
  | ChoicesField<P>
  | FlagField<P>
  | CountField<P>
  | DateField<P>
  | TimeField<P>
  | DurationField<P>
  | ReferenceField<P>
  | DigestField<P>
  | OfficeField<P>
  | PersonField<P>
  | PlaceField<P>
  | FileField<P>
  | ListField<P>

/** The value of a text field: at least one language, at least one of them authoritative. */
export interface TextValue {
  [language: string]: { text: string; standing: 'authoritative' | 'certified' | 'translation' }
}
/** The value of a reference field. */
export interface ReferenceValue {
  dossier: string
  content?: string
}
/** The value of a file field: what the header does not say, and what opens the ciphertext it commits to. */
export interface FileValue {
  name: string
  /** By its content, as its author's node found it. */
  type: string
  bytes: number
  digest: string
  salt: string
  key: string
}
/** Degrees with at most five decimals, about a metre: as text, so that nothing is rounded on the way. */
export const COORDINATES = {
  lat: '^-?(?:90(?:\\.0{1,5})?|[1-8]?[0-9](?:\\.[0-9]{1,5})?)$',
  lon: '^-?(?:180(?:\\.0{1,5})?|(?:1[0-7]|[1-9])?[0-9](?:\\.[0-9]{1,5})?)$',
} as const
