/** An instrument as the pages read it: a dossier through the slots of its declaration. */
import type { ContentCount, Declared, DeskRow, Dossier } from '../../api/types.ts'
import { type Content, contentsOf, type Parent, parentsOf } from '../../declared/contents.ts'
import { findDeclared } from '../../declared/naming.ts'
import { inSlot, slot } from '../../declared/slots.ts'

export interface Instrument {
  id: string
  row: DeskRow
  /** `null` until it is read. */
  dossier: Dossier | null
  declared: Declared | null
  kind: string | null
  kindField: string | null
  /** As written: a year, a month or a day. */
  signed: string | null
  parents: Parent[]
  contents: Content[]
}

export function instrumentOf(row: DeskRow, dossier: Dossier | null, all: readonly Declared[]): Instrument {
  const declared = findDeclared(all, dossier ?? row)
  const fields = dossier?.fields ?? {}
  const kind = inSlot(declared, 'kind', fields)
  const signed = inSlot(declared, 'signed', fields) as { date?: unknown } | string | undefined
  const date = typeof signed === 'string' ? signed : signed?.date
  return {
    id: row.id,
    row,
    dossier,
    declared,
    kind: typeof kind === 'string' ? kind : null,
    kindField: slot(declared, 'kind'),
    signed: typeof date === 'string' ? date : null,
    parents: parentsOf(declared, fields),
    contents: contentsOf(declared, fields),
  }
}

export interface Total {
  asked: number
  answered: number
  refused: number
  open: number
  overdue: number
  /** Of the procedure that was asked most; medians of several cannot be joined. */
  median: number | null
}

/** The counts of some contents together. */
export function totalOf(counts: readonly ContentCount[]): Total {
  const total: Total = { asked: 0, answered: 0, refused: 0, open: 0, overdue: 0, median: null }
  for (const one of counts) {
    total.asked += one.asked
    total.answered += one.answered
    total.refused += one.refused
    total.open += one.open
    total.overdue += one.overdue
  }
  const most = counts.toSorted((a, b) => b.asked - a.asked)[0]
  total.median = most?.medianAnswerSeconds ?? null
  return total
}

/** Everything above an instrument, nearest first, each once. */
export function ancestorsOf(id: string, all: ReadonlyMap<string, Instrument>): Instrument[] {
  const found: Instrument[] = []
  const seen = new Set([id])
  let level = [id]
  while (level.length > 0) {
    const next: string[] = []
    for (const one of level)
      for (const parent of all.get(one)?.parents ?? []) {
        const instrument = all.get(parent.dossier)
        if (!instrument || seen.has(parent.dossier)) continue
        seen.add(parent.dossier)
        found.push(instrument)
        next.push(parent.dossier)
      }
    level = next
  }
  return found
}
