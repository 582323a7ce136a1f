/** What may stand in a string that people read. */
import type { FieldCode } from './field-codes.ts'
import { wholeLine } from './patterns.ts'

/**
 * Controls, and what turns the direction of writing: with it a text reads differently from what its
 * bytes say. Line feed and tab are allowed in texts of several lines only.
 */
const hidden = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u
const hiddenBesideBreaks = /[^\P{Cc}\n\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u

/** `max` is in code points. The first thing that is wrong, or `null`. */
export function stringFault(value: string, max: number, lines: 'one' | 'many'): FieldCode | null {
  // Before anything that costs time in proportion to the length.
  if (value.length > 2 * max || longerThan(value, max)) return 'too-long'
  if (!value.isWellFormed()) return 'bad-text'
  if (value.trim() === '') return 'empty'
  if (value.normalize('NFC') !== value) return 'not-nfc'
  return (lines === 'one' ? hidden : hiddenBesideBreaks).test(value) ? 'bad-text' : null
}

export function patternFault(value: string, pattern: string): FieldCode | null {
  return new RegExp(wholeLine(pattern), 'u').test(value) ? null : 'bad-form'
}

function longerThan(value: string, max: number): boolean {
  let length = 0
  for (const _ of value) if (++length > max) return true
  return false
}
