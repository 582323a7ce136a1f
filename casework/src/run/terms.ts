/**
 * What other dossiers may read of a relation's own dossier. Slots of a procedure that plays `relation` name kept fields
 * (several with a space between: their rows are joined) with rows `parameters {name, counts, lasts}`, `holidays {party,
 * date}`, `offsets {party, seconds}` and `digests {party, digest}`; further members are for readers.
 *
 * Nobody speaks for the other side: a row counts when both have agreed to its field (proposed by one, adopted by the
 * other), or when its `party` is who wrote it. Parameters have no party, so they are always agreed by both. Later rows
 * win. What is not of its form is passed over.
 */
import { type Procedure, parseDuration } from '../language/index.ts'
import { own } from '../language/own.ts'
import { spanOfDate } from './civil.ts'
import type { Counts, DossierState, Party, Terms } from './entry.ts'
import { isRecord } from './is-record.ts'

export const NO_TERMS: Terms = { parameters: {}, offsets: {}, holidays: {}, digests: [] }

const COUNTS = ['hours', 'calendar', 'working']
/** No place on earth is further from UTC. */
const FURTHEST = 18 * 3600

type Row = Record<string, unknown>

/** A digest is agreed when both parties list it. */
export function termsOf(procedure: Procedure, state: DossierState): Terms {
  const parameters: Record<string, { counts: Counts; lasts: string }> = {}
  for (const { row, whose } of rowsOf(procedure, state, 'parameters')) {
    const { name, counts, lasts } = row
    if (whose !== null || !isText(name) || !isCounts(counts) || !isText(lasts) || !parseDuration(lasts))
      continue
    define(parameters, name, { counts, lasts })
  }
  const offsets: Record<Party, number> = {}
  for (const { row, party } of spoken(procedure, state, 'offsets'))
    if (Number.isSafeInteger(row.seconds) && Math.abs(Number(row.seconds)) <= FURTHEST)
      define(offsets, party, Number(row.seconds))
  const holidays: Record<Party, string[]> = {}
  for (const { row, party } of spoken(procedure, state, 'holidays')) {
    const date = isRecord(row.date) ? row.date.date : row.date
    const span = spanOfDate(date)
    if (!isText(date) || span === null || span.first !== span.last) continue
    define(holidays, party, [...(own(holidays, party) ?? []), date])
  }
  const listed = new Map<string, Set<Party>>()
  for (const { row, party } of spoken(procedure, state, 'digests')) {
    if (!isText(row.digest)) continue
    listed.set(row.digest, (listed.get(row.digest) ?? new Set()).add(party))
  }
  const digests = [...listed].filter(([, parties]) => parties.size > 1).map(([digest]) => digest)
  return { parameters, offsets, holidays, digests: digests.sort() }
}

/** The rows of a slot that speak for a party, by itself or with its agreement. */
function spoken(procedure: Procedure, state: DossierState, slot: string): { row: Row; party: Party }[] {
  return rowsOf(procedure, state, slot).flatMap(({ row, whose }) => {
    const party = row.party
    return isText(party) && (whose === null || whose === party) ? [{ row, party }] : []
  })
}

function rowsOf(
  procedure: Procedure,
  state: DossierState,
  slot: string,
): { row: Row; whose: Party | null }[] {
  const fields = procedure.plays ? own(procedure.plays.slots, slot) : undefined
  return (fields ?? '').split(' ').flatMap((field) => {
    const rows = own(state.kept, field)
    const whose = own(state.whose, field)
    if (!Array.isArray(rows) || whose === undefined) return []
    return rows.filter(isRecord).map((row) => ({ row, whose }))
  })
}

/** As a plain member whatever its name, `__proto__` too. */
function define<T>(record: Record<string, T>, name: string, value: T): void {
  Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true })
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isCounts(value: unknown): value is Counts {
  return isText(value) && COUNTS.includes(value)
}
