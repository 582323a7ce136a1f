import type { Declared } from '../api/types.ts'
import { dossierOf, rowsIn, type Slots } from './read.ts'
import { slotWords } from './slots.ts'

export interface Parent {
  dossier: string
  /** How it is tied to it, a row for each tie: values of the declaration's own choices. */
  ties: Record<string, unknown>[]
}

export interface Parents {
  /** What an instrument rests on, each once. */
  proven: Parent[]
  /** What it may be the same as: a tie that nobody has proven makes no parent. */
  unproven: Parent[]
}

export function parentsOf(declared: Declared | null, slots: Slots): Parents {
  const doubtful = slotWords(declared, 'unproven-ties')
  const isDoubtful = (row: Record<string, unknown>) =>
    Object.values(row).some((value) => typeof value === 'string' && doubtful.includes(value))
  const rows = rowsIn(slots.parents)
  return {
    proven: byParent(rows.filter((row) => !isDoubtful(row))),
    unproven: byParent(rows.filter(isDoubtful)),
  }
}

function byParent(rows: readonly Record<string, unknown>[]): Parent[] {
  const parents = new Map<string, Parent>()
  for (const row of rows)
    for (const value of Object.values(row)) {
      const dossier = dossierOf(value)
      if (dossier === null) continue
      const parent = parents.get(dossier) ?? { dossier, ties: [] }
      parent.ties.push(row)
      parents.set(dossier, parent)
    }
  return [...parents.values()]
}
