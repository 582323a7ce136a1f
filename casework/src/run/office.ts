/**
 * Whose an office is follows from its code alone: the code of its party, a dash, and a name. It needs no table and no
 * agreement, so nobody can say otherwise and both sides find the same.
 */
import type { Party } from './entry.ts'
import { OFFICE } from './kept.ts'

export function isOfficeOf(party: Party, code: string): boolean {
  return OFFICE.test(code) && code.startsWith(`${party}-`) && code.length > party.length + 1
}
