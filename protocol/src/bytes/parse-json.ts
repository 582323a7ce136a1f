/**
 * JSON read so that two readers cannot see two things in the same bytes: what a lenient parser would
 * choose between (duplicate members, numbers it rounds, texts that only look the same) is refused.
 */
import { ProtocolError, refuse } from '../errors.ts'

export const MAX_JSON_DEPTH = 64

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y
const WORDS = ['true', 'false', 'null'] as const
const SPACE: readonly string[] = [' ', '\t', '\n', '\r']
const PLAIN = /[[^"\\\p{Cc}]\x7f-\x9f]*/vy

interface Cursor {
  source: string
  at: number
}

/**
 * @throws ProtocolError `bad-json`: not JSON, a member twice, a member named `__proto__`, a number
 * beyond 2^53−1 or negative zero, a text that is not in normal form C or has a lone surrogate, or
 * deeper than 64.
 */
export function parseJson(source: string): unknown {
  const cursor: Cursor = { source, at: 0 }
  checkValue(cursor, 0)
  skipSpace(cursor)
  if (cursor.at !== source.length) bad(cursor)
  // What is made at once takes as much memory as it has members. Made member by member, each list would have room for more,
  // and an object with the one member `900` room for a thousand: eleven bytes of another's would be ten thousand here.
  return JSON.parse(source)
}

/** Whether a text is one that every reader sees the same: well-formed and in normal form C. */
export function isPlainText(value: string): boolean {
  // Nothing below U+0300 combines or decomposes.
  if (/^[\p{Cc} -\u02ff]*$/u.test(value)) return true
  return value.isWellFormed() && isInOrder(value) && value.normalize('NFC') === value
}

const LONG_RUN = /\p{M}{32,}/gu
const WINDOW = 16

/**
 * Whether a long run of combining marks may be in normal form at all: putting one in order takes the square of its length,
 * which in one message would be hours. Whatever is a part of a text in normal form is so itself, and windows that share a mark
 * leave no two neighbours out.
 */
function isInOrder(value: string): boolean {
  for (const [run] of value.matchAll(LONG_RUN)) {
    const marks = [...run]
    for (let from = 0; from < marks.length; from += WINDOW - 1) {
      const window = marks.slice(from, from + WINDOW).join('')
      if (window.normalize('NFC') !== window) return false
    }
  }
  return true
}

export function isPlainNumber(value: number): boolean {
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER && !Object.is(value, -0)
}

function bad(cursor: Cursor, why = 'unexpected character'): never {
  refuse('bad-json', `${why} at ${cursor.at}`)
}

function skipSpace(cursor: Cursor): void {
  while (SPACE.includes(cursor.source[cursor.at] ?? 'none')) cursor.at++
}

function checkValue(cursor: Cursor, depth: number): void {
  if (depth > MAX_JSON_DEPTH) bad(cursor, 'too deep')
  skipSpace(cursor)
  const first = cursor.source[cursor.at]
  const word = WORDS.find((one) => one[0] === first)
  if (first === '{') checkObject(cursor, depth)
  else if (first === '[') checkArray(cursor, depth)
  else if (first === '"') readString(cursor)
  else if (word) checkWord(cursor, word)
  else checkNumber(cursor)
}

function checkWord(cursor: Cursor, word: string): void {
  if (!cursor.source.startsWith(word, cursor.at)) bad(cursor)
  cursor.at += word.length
}

function checkNumber(cursor: Cursor): void {
  NUMBER.lastIndex = cursor.at
  const found = NUMBER.exec(cursor.source)
  if (!found) bad(cursor)
  if (!isPlainNumber(Number(found[0]))) bad(cursor, 'number out of range')
  cursor.at = NUMBER.lastIndex
}

function readString(cursor: Cursor): string {
  const start = cursor.at
  cursor.at++
  for (;;) {
    PLAIN.lastIndex = cursor.at
    PLAIN.test(cursor.source)
    cursor.at = PLAIN.lastIndex
    const stop = cursor.source[cursor.at]
    if (stop === '"') break
    if (stop !== '\\') bad(cursor, 'text not ended')
    cursor.at += 2
  }
  cursor.at++
  const value = withoutEscapes(cursor, cursor.source.slice(start, cursor.at))
  if (!isPlainText(value)) bad(cursor, 'text not in normal form C')
  return value
}

function withoutEscapes(cursor: Cursor, quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return JSON.parse(quoted) as string
  } catch (cause) {
    throw new ProtocolError({ code: 'bad-json', message: `bad escape before ${cursor.at}`, cause })
  }
}

function checkArray(cursor: Cursor, depth: number): void {
  cursor.at++
  skipSpace(cursor)
  if (cursor.source[cursor.at] === ']') {
    cursor.at++
    return
  }
  for (;;) {
    checkValue(cursor, depth + 1)
    skipSpace(cursor)
    const next = cursor.source[cursor.at]
    if (next !== ',' && next !== ']') bad(cursor)
    cursor.at++
    if (next === ']') return
  }
}

function checkObject(cursor: Cursor, depth: number): void {
  const names = new Set<string>()
  cursor.at++
  skipSpace(cursor)
  if (cursor.source[cursor.at] === '}') {
    cursor.at++
    return
  }
  for (;;) {
    skipSpace(cursor)
    if (cursor.source[cursor.at] !== '"') bad(cursor)
    const name = readString(cursor)
    // An assignment to this name would change what the object is, not what it holds.
    if (name === '__proto__') bad(cursor, 'forbidden member')
    if (names.has(name)) bad(cursor, 'member twice')
    names.add(name)
    skipSpace(cursor)
    if (cursor.source[cursor.at] !== ':') bad(cursor)
    cursor.at++
    checkValue(cursor, depth + 1)
    skipSpace(cursor)
    const next = cursor.source[cursor.at]
    if (next !== ',' && next !== '}') bad(cursor)
    cursor.at++
    if (next === '}') return
  }
}
