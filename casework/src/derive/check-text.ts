/** What may stand in a string that people read. */
import type { FieldCode } from './field-codes.ts'
import { HIDDEN_SIGN, PATTERNS, SEEN, wholeLine } from './patterns.ts'

const LINE = new RegExp(PATTERNS.line, 'u')
const LINES = new RegExp(PATTERNS.lines, 'u')
const HIDDEN_ONES = new RegExp(HIDDEN_SIGN, 'gu')
const VISIBLE = new RegExp(SEEN, 'u')

/** `max` is in code points. The first thing that is wrong, or `null`. */
export function stringFault(value: string, max: number, lines: 'one' | 'many'): FieldCode | null {
  // Before anything that costs time in proportion to the length.
  if (value.length > 2 * max || longerThan(value, max)) return 'too-long'
  if (!value.isWellFormed()) return 'bad-text'
  if (!VISIBLE.test(value)) return 'empty'
  if (value.normalize('NFC') !== value) return 'not-nfc'
  return (lines === 'one' ? LINE : LINES).test(value) ? null : 'bad-text'
}

/** The first sign that is refused though nobody sees it, and where it stands; `null` where there is none. */
export function hiddenSign(value: string, lines: 'one' | 'many'): { sign: string; at: number } | null {
  for (const found of value.matchAll(HIDDEN_ONES)) {
    const [sign] = found
    if (lines === 'one' || (sign !== '\n' && sign !== '\t')) return { sign, at: found.index }
  }
  return null
}

/** How such a sign is named: `U+202E`. */
export function signCode(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** A line that nobody here has checked, to be read: in place of each such sign its name. */
export function withSignsNamed(value: string): string {
  return value.replace(HIDDEN_ONES, (sign) => `[${signCode(sign)}]`)
}

export function patternFault(value: string, pattern: string): FieldCode | null {
  return new RegExp(wholeLine(pattern), 'u').test(value) ? null : 'bad-form'
}

function longerThan(value: string, max: number): boolean {
  let length = 0
  for (const _ of value) if (++length > max) return true
  return false
}
