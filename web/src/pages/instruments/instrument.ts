/** An instrument as the pages read it: a dossier through the slots of its declaration. */
import type { Declared, FrameRow } from '../../api/types.ts'
import { findDeclared } from '../../declared/naming.ts'
import { type Parent, parentsOf } from '../../declared/parents.ts'
import { dateOf, type PartialDate } from '../../declared/read.ts'

export interface Instrument {
  id: string
  row: FrameRow
  declared: Declared | null
  signed: PartialDate | null
  parents: Parent[]
  /** What it may be the same as, which nobody has proven. */
  unproven: Parent[]
}

export function instrumentOf(row: FrameRow, all: readonly Declared[]): Instrument {
  const declared = findDeclared(all, row)
  const { proven, unproven } = parentsOf(declared, row.slots)
  return { id: row.id, row, declared, signed: dateOf(row.slots.signed), parents: proven, unproven }
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

export interface Likeness {
  other: Instrument
  /** How the one of the two that says it says it. */
  ties: Record<string, unknown>[]
}

/** What an instrument may be the same as: said by either of the two, and proven by none. */
export function likenessOf(id: string, all: ReadonlyMap<string, Instrument>): Likeness[] {
  const own = (all.get(id)?.unproven ?? []).flatMap(({ dossier, ties }) => {
    const other = all.get(dossier)
    return other ? [{ other, ties }] : []
  })
  const others = [...all.values()].flatMap((other) =>
    other.unproven.flatMap(({ dossier, ties }) => (dossier === id ? [{ other, ties }] : [])),
  )
  return [...own, ...others.filter(({ other }) => !own.some((one) => one.other.id === other.id))]
}
