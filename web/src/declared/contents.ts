/** The contents of an instrument, read through the slots its declaration fills. */
import type { Declared } from '../api/types.ts'
import { inSlot, rowsIn, slot, slotWords } from './slots.ts'

export interface Content {
  /** What counts and requests name it by. */
  id: string
  paragraph: string | null
  wording: unknown
  nature: string | null
  binding: boolean
  /** The other instrument it speaks of. */
  about: string | null
  row: Record<string, unknown>
}

function read(row: Record<string, unknown>, field: string | null): string | null {
  const value = field === null ? undefined : row[field]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

/** Every content in the order of the paper; where no natures are told apart, nothing is said to bind. */
export function contentsOf(declared: Declared | null, fields: Readonly<Record<string, unknown>>): Content[] {
  const [id, paragraph, nature, wording, about] = ['id', 'paragraph', 'nature', 'wording', 'about'].map(
    (name) => slot(declared, `content-${name}`),
  )
  const binding = slotWords(declared, 'binding-natures')
  return rowsIn(inSlot(declared, 'contents', fields)).map((row, at) => {
    const itsNature = read(row, nature ?? null)
    const reference = about ? (row[about] as { dossier?: unknown } | undefined) : undefined
    return {
      id: read(row, id ?? null) ?? String(at + 1),
      paragraph: read(row, paragraph ?? null),
      wording: wording ? row[wording] : null,
      nature: itsNature,
      binding: itsNature !== null && binding.includes(itsNature),
      about: typeof reference?.dossier === 'string' ? reference.dossier : null,
      row,
    }
  })
}

export interface Parent {
  dossier: string
  /** How it is tied to it, a row for each tie: values of the declaration's own choices. */
  ties: Record<string, unknown>[]
}

/** The parents of an instrument, each once, from the rows of its slot. */
export function parentsOf(declared: Declared | null, fields: Readonly<Record<string, unknown>>): Parent[] {
  const parents = new Map<string, Parent>()
  for (const row of rowsIn(inSlot(declared, 'parents', fields)))
    for (const value of Object.values(row)) {
      const dossier = (value as { dossier?: unknown } | null)?.dossier
      if (typeof dossier !== 'string') continue
      const parent = parents.get(dossier) ?? { dossier, ties: [] }
      parent.ties.push(row)
      parents.set(dossier, parent)
    }
  return [...parents.values()]
}
