/**
 * Whose an office is, from its code alone: that of its party, a dash, and a name. What neither a table nor an
 * agreement has to say nobody can say otherwise, and both sides find the same.
 */
import type { Party } from './entry.ts'
import { OFFICE } from './kept.ts'

export function isOfficeOf(party: Party, code: string): boolean {
  return OFFICE.test(code) && code.startsWith(`${party}-`) && code.length > party.length + 1
}
