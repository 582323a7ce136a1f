import { COMMON_TEXTS, FIELD_CODES, type FieldCode, own, type TextLanguage } from '@counterpart/casework'
import en from './texts/en.json' with { type: 'json' }
import vi from './texts/vi.json' with { type: 'json' }
import zhHans from './texts/zh-Hans.json' with { type: 'json' }

/** Why a record cannot be loaded, beside what can be wrong with a field. Stable. */
export const RECORD_CODES = [
  // The file.
  'not-utf8',
  'not-json',
  'repeated-key',
  'too-deep',
  'file-too-large',
  // Its shape.
  'other-form',
  'unknown-key',
  'missing-key',
  'wrong-shape',
  // The pair, its offices and sources.
  'no-relation',
  'second-relation',
  'bad-relation',
  'repeated-office',
  'foreign-office',
  'repeated-source',
  'unknown-party',
  'unknown-office',
  'unknown-source',
  'same-side',
  // An item.
  'repeated-id',
  'unknown-procedure',
  'unknown-act',
  'not-opening',
  'wrong-level',
  'wrong-side',
  /** The procedure leaves open who opens, and the item does not say. */
  'no-side',
  /** An act that does not answer the opening. */
  'not-answering',
  /** The act asks for something else in its fields, such as another kind of content. */
  'condition',
  /** The procedure has no place for the record's own id, so a second loading would open it again. */
  'no-place-for-id',
  /** A field that is filled from the item itself. */
  'filled-already',
  'entry-too-large',
  // What it refers to.
  'bad-reference',
  'unknown-item',
  'wrong-role',
  /** Items that refer to each other, or to themselves, so that none can be the first. */
  'circle',
  // Loading.
  /** The dossier of an item is not there yet. */
  'not-loaded',
  'other-pair',
] as const
export type RecordCode = (typeof RECORD_CODES)[number]
export type ProblemCode = RecordCode | FieldCode

export const PROBLEM_CODES: readonly ProblemCode[] = [...new Set([...RECORD_CODES, ...FIELD_CODES])]

/** What a sentence speaks of, in place of `{name}`; `field`, `because`, `rule` and `choices` stand around one. */
export type Values = Readonly<Record<string, string>>
export type Sentences = Readonly<Record<TextLanguage, string>>

const texts: Readonly<Record<TextLanguage, Readonly<Record<RecordCode, string>>>> = {
  en,
  vi,
  'zh-Hans': zhHans,
}

export function sentencesOf(code: ProblemCode, values: (language: TextLanguage) => Values): Sentences {
  const say = (language: TextLanguage) => sentenceOf(code, language, values(language))
  return { en: say('en'), vi: say('vi'), 'zh-Hans': say('zh-Hans') }
}

function sentenceOf(code: ProblemCode, language: TextLanguage, values: Values): string {
  const said = (
    own(texts[language], code) ??
    own(COMMON_TEXTS[language].fieldProblems, code) ??
    code
  ).replace(/\{(\w+)\}/g, (_, name: string) => own(values, name) ?? '–')
  const { field, choices, rule, because } = values
  return [field && `${field}:`, said, because, rule && `(${rule})`, choices && `(${choices})`]
    .filter(Boolean)
    .join(' ')
}

/** Where what was written comes from a file of somebody else's: nothing in it may steer a terminal. */
export function visible(written: string, most = 80): string {
  const shown = written.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
  return shown.length > most ? `${shown.slice(0, most)}…` : shown
}

export class RecordError extends Error {
  readonly code: RecordCode

  constructor(code: RecordCode) {
    super(code)
    this.name = 'RecordError'
    this.code = code
  }
}
