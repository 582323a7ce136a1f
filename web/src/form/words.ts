import { LONGEST_REASON, PATTERNS } from '@counterpart/casework'
import { type Finding, wrongsOf } from './check.ts'

const WORDS = { type: 'string', maxLength: LONGEST_REASON, pattern: PATTERNS.line }
const SCHEMA = { type: 'object', properties: { words: WORDS } }

/** As it is sent. */
export function wordsOf(text: string): string {
  return text.trim().normalize('NFC')
}

/** One line of what was pasted as several, and where in it the caret stands that stood in that. */
export function inOneLine(text: string, caret: number): { text: string; caret: number } {
  const folded = (some: string) => some.replaceAll(/[\r\n]+/g, ' ')
  return { text: folded(text), caret: folded(text.slice(0, caret)).length }
}

/** What is wrong with what is said for a stay or a recall, or why a draft is declined; nothing, as long as nothing is written. */
export function wrongIn(text: string): Finding | null {
  const words = wordsOf(text)
  return isUnwritten(text) ? null : (wrongsOf(SCHEMA, { words }).words?.[0] ?? null)
}

/** Whether nothing is written yet: what is written and wrong is no less wrong for being called missing. */
export function isUnwritten(text: string): boolean {
  return wordsOf(text) === ''
}

export function isSaid(text: string): boolean {
  return !isUnwritten(text) && wrongIn(text) === null
}
