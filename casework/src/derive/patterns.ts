/** The forms that schema and checks share. Patterns are whole: they begin with `^` and end with `$`. */
import { COORDINATES, DURATION_PATTERN } from '../language/index.ts'

/**
 * Controls, lone surrogates, what is no character, and what turns the direction of writing: with it a text
 * reads differently from what its bytes say.
 */
const HIDDEN = '\\p{Cc}\\p{Cs}\\p{Noncharacter_Code_Point}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufeff'

/** A sign that a line may not have. */
export const HIDDEN_SIGN = `[${HIDDEN}]`

/** What can be seen: no space, no sign without a shape, no blank cell of braille. */
export const SEEN = '[^\\s\\p{Cc}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2800]'

export const PATTERNS = {
  /** A tag of BCP 47 with language, script and region only. */
  language: '^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\\d{3}))?$',
  /** `2023`, `2023-06`, `2023-06-25`; that the day exists is for the checks. */
  date: '^(?!0000)\\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\\d|3[01]))?)?$',
  duration: DURATION_PATTERN,
  ...COORDINATES,
  digest: '^[0-9a-f]{64}$',
  office: '^[a-z][a-z0-9-]{1,39}$',
  media: '^[a-z]{1,20}/[a-z0-9][a-z0-9.+-]{0,79}$',
  content: '^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$',
  line: `^(?=[^]*${SEEN})[^${HIDDEN}]*$`,
  lines: `^(?=[^]*${SEEN})(?:[^${HIDDEN}]|[\\n\\t])*$`,
} as const

/** Lengths in code points, numbers in pieces. */
export const LIMITS = {
  languages: 20,
  inferred: 300,
  names: 20,
  name: 200,
  paper: 40,
  place: 200,
  marker: 60,
  degrees: 10,
  number: 40,
  under: 20,
  file: 200,
  fileBytes: 2 ** 40,
  /** 31 December 9999. */
  time: 253402300799,
} as const

export const STANDINGS = ['authoritative', 'certified', 'translation'] as const
export const PLACES = ['gate', 'trail', 'section', 'point', 'other'] as const

/** A pattern of a declaration always speaks about the whole line. */
export function wholeLine(pattern: string): string {
  return `^(?:${pattern})$`
}

/** A line, and in the form that its field asks for. */
export function lineOf(pattern: string): string {
  return `(?=${PATTERNS.line})${wholeLine(pattern)}`
}
