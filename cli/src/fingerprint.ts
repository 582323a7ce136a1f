/**
 * What two people compare face to face: one SHA-256 digest as digits for the eye, as numbers and as words to
 * be read aloud, and as a picture for a telephone. All of it every time: a digest of which people compare a
 * part is as strong as that part.
 */
import { renderUnicodeCompact } from 'uqr'
import words from './ceremony-words.json' with { type: 'json' }
import { LANGUAGES, type Language } from './words.ts'

/** Sixteen numbers of five digits, one for each group: every language can read them to every other. */
export function spoken(hex: string): string {
  return (hex.match(/.{4}/g) ?? []).map((group) => String(parseInt(group, 16)).padStart(5, '0')).join(' ')
}

/**
 * A word for each byte, in four lines of eight. Every word is a thing that one can point at and has one
 * translation: each operator reads in his own language, and an interpreter hears whether it is the same.
 */
export function worded(hex: string, language: Language): string[] {
  const column = LANGUAGES.indexOf(language)
  const said = [...Buffer.from(hex, 'hex')].map((byte) => words[byte]?.[column] ?? '')
  return [0, 8, 16, 24].map((from) => said.slice(from, from + 8).join(BETWEEN))
}

/** For the camera of the other operator's telephone, which shows the digits. */
export function pictured(hex: string): string[] {
  return renderUnicodeCompact(hex, { ecc: 'M', border: 2 }).split('\n')
}

/** Vietnamese words are of several syllables, so a space does not part them. */
const BETWEEN = ' · '
/** Whatever a person or a telephone puts between. */
const APART = /[·,;，、；\n]+/

/** The digest that was read aloud, typed or scanned, in any form above and any language; `null` for none. */
export function heard(text: string): string | null {
  const plain = text.normalize('NFC').trim().toLowerCase()
  const digits = plain.replaceAll(/\s+/g, '')
  if (/^[0-9a-f]{64}$/.test(digits)) return digits
  return numbersHeard(plain) ?? wordsHeard(plain)
}

function numbersHeard(text: string): string | null {
  const numbers = text.split(/[\s·,;]+/)
  if (numbers.length !== 16 || numbers.some((number) => !/^\d{5}$/.test(number) || Number(number) > 0xffff))
    return null
  return numbers.map((number) => Number(number).toString(16).padStart(4, '0')).join('')
}

function wordsHeard(text: string): string | null {
  const said = text.split(APART).flatMap((word) => word.trim() || [])
  if (said.length !== 32) return null
  for (const column of LANGUAGES.keys()) {
    const bytes = said.map((word) => words.findIndex((one) => one[column] === word))
    if (!bytes.includes(-1)) return Buffer.from(bytes).toString('hex')
  }
  return null
}
