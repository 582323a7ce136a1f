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

const BETWEEN = ' · '
/** Whatever a person or a telephone puts between. Vietnamese words are of several syllables, so a space does not part them. */
const APART: Readonly<Record<Language, RegExp>> = {
  en: /[·,;，、；\s]+/,
  vi: /[·,;，、；\n]+/,
  'zh-Hans': /[·,;，、；\s]+/,
}
const LISTED = LANGUAGES.map((language, column) => {
  const bytes = new Map(words.map((word, byte) => [word[column] ?? '', byte]))
  const any = `(${[...bytes.keys()].join('|')})`
  // Chinese is written without blanks.
  const word = new RegExp(language === 'zh-Hans' ? any : `(?<=^|\\s)${any}(?=\\s|$)`)
  return { apart: APART[language], bytes, word }
})
type Listed = (typeof LISTED)[number]

function plainOf(text: string): string {
  return text
    .normalize('NFC')
    .trim()
    .toLowerCase()
    .replaceAll(/\s[-–—]\s/g, BETWEEN)
}

/** The digest that was read aloud, typed or scanned, in any form above and any language; `null` for none. */
export function heard(text: string): string | null {
  const plain = plainOf(text)
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

/**
 * No word of the list begins another one, so what has nothing but blanks between is read in one way only. What is in
 * no word of the list stays together.
 */
function wordsIn(text: string, { apart, word }: Listed): string[] {
  return text
    .split(apart)
    .flatMap((piece) => piece.replaceAll(/\s+/g, ' ').trim().split(word))
    .flatMap((one) => one.trim() || [])
}

function wordsHeard(text: string): string | null {
  for (const listed of LISTED) {
    const bytes = wordsIn(text, listed).map((word) => listed.bytes.get(word) ?? -1)
    if (bytes.length === 32 && !bytes.includes(-1)) return Buffer.from(bytes).toString('hex')
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
  const plain = plainOf(text)
  const numbers = numbersIn(plain)
  if (numbers.length > 1 && numbers.every((number) => /^\d+$/.test(number)))
    return { kind: 'numbers', count: numbers.length, wrong: wrongIn(numbers, isNumber) }
  // In the language that knows most of them.
  const [most] = LISTED.map((listed) => {
    const said = wordsIn(plain, listed)
    const wrong = wrongIn(said, (word) => listed.bytes.has(word))
    return { count: said.length, wrong, right: said.length - wrong.length }
  }).toSorted((a, b) => b.right - a.right)
  if (!most || most.count < 2 || most.right === 0) return null
  return { kind: 'words', count: most.count, wrong: most.wrong }
}

function wrongIn(all: readonly string[], isRight: (one: string) => boolean): Misheard['wrong'] {
  return all.flatMap((said, at) => (isRight(said) ? [] : [{ place: at + 1, said }]))
}

/** Which of the words of two digests are not the same, from 1: the others were heard as they are. */
export function placesApart(a: string, b: string): number[] {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')]
  return [...left].flatMap((byte, at) => (byte === right[at] ? [] : [at + 1]))
}
