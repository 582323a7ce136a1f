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

function numbersIn(text: string): string[] {
  return text.split(/[\s·,;]+/).filter((number) => number !== '')
}

function isNumber(number: string): boolean {
  return /^\d{5}$/.test(number) && Number(number) <= 0xffff
}

function numbersHeard(text: string): string | null {
  const numbers = numbersIn(text)
  if (numbers.length !== 16 || !numbers.every(isNumber)) return null
  return numbers.map((number) => Number(number).toString(16).padStart(4, '0')).join('')
}

function wordsIn(text: string): string[] {
  return text.split(APART).flatMap((word) => word.trim() || [])
}

function wordsHeard(text: string): string | null {
  const said = wordsIn(text)
  if (said.length !== 32) return null
  for (const column of LANGUAGES.keys()) {
    const bytes = said.map((word) => words.findIndex((one) => one[column] === word))
    if (!bytes.includes(-1)) return Buffer.from(bytes).toString('hex')
  }
  return null
}

export interface Misheard {
  kind: 'words' | 'numbers'
  count: number
  /** What is not in the list, and the how manieth it is, from 1. */
  wrong: { place: number; said: string }[]
}

/** Where in a text that is no digest the fault is; `null` where it is neither words nor numbers, as of a few digits. */
export function misheard(text: string): Misheard | null {
  const plain = text.normalize('NFC').trim().toLowerCase()
  const numbers = numbersIn(plain)
  if (numbers.length > 1 && numbers.every((number) => /^\d+$/.test(number)))
    return { kind: 'numbers', count: numbers.length, wrong: wrongIn(numbers, isNumber) }
  const said = wordsIn(plain)
  if (said.length < 2) return null
  // In the language that knows most of them.
  const [first] = LANGUAGES.map((_, column) =>
    wrongIn(said, (word) => words.some((one) => one[column] === word)),
  ).toSorted((a, b) => a.length - b.length)
  return { kind: 'words', count: said.length, wrong: first ?? [] }
}

function wrongIn(all: readonly string[], isRight: (one: string) => boolean): Misheard['wrong'] {
  return all.flatMap((said, at) => (isRight(said) ? [] : [{ place: at + 1, said }]))
}

/** Which of the words of two digests are not the same, from 1: the others were heard as they are. */
export function placesApart(a: string, b: string): number[] {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')]
  return [...left].flatMap((byte, at) => (byte === right[at] ? [] : [at + 1]))
}
