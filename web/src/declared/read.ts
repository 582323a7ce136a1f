/** Values as the record holds them. Total: what is not of the kind asked for is not there. */

export interface PartialDate {
  /** A year, a month or a day. */
  date: string
  /** A text that says why, where a part of it stands in no source. */
  inferred: unknown
}

export type Slots = Readonly<Record<string, unknown>>

export function lineOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

export function countOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

export function dateOf(value: unknown): PartialDate | null {
  if (typeof value === 'string') return { date: value, inferred: null }
  if (typeof value !== 'object' || value === null) return null
  const { date, inferred } = value as { date?: unknown; inferred?: unknown }
  return typeof date === 'string' ? { date, inferred: inferred ?? null } : null
}

export function dossierOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  return lineOf((value as { dossier?: unknown }).dossier)
}

/** Words of a choice among several, or codes of parties with a space between. */
export function wordsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((one) => typeof one === 'string')
  return typeof value === 'string' ? value.split(' ').filter((one) => one !== '') : []
}

export function rowsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value)
    ? value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    : []
}
