/** Why a value is refused. Stable: each has a sentence in every language of the pages. */
export const FIELD_CODES = [
  'unknown-act',
  'unknown-part',
  'unknown-field',
  'missing-field',
  'wrong-type',
  'empty',
  'too-long',
  'too-short',
  'too-many',
  'too-small',
  'too-large',
  /** Vietnamese written as letter and mark apart looks the same and is not. */
  'not-nfc',
  /** Lone surrogates, control characters, turned direction of writing. */
  'bad-text',
  /** Not in the form that is asked for. */
  'bad-form',
  'unknown-choice',
  /** The same thing twice where it can stand once. */
  'repeated',
  'bad-language',
  'no-authoritative',
  /** A day that is in no calendar. */
  'no-such-day',
  /** Two things that cannot both be so. */
  'contradiction',
] as const
export type FieldCode = (typeof FIELD_CODES)[number]
