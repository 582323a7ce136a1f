import type { ReferenceValue, TextValue } from './field.ts'
import type { Level } from './vocabulary.ts'

/** The part that procedures compute with: never personal, never destroyed, in every body. */
export const KEPT = 'kept'

/** Bytes of all parts of one entry together, at most: a longer one is not recorded. */
export const ENTRY_BYTES = 256 * 1024

/** Keys of the kept part that every procedure has beside its own fields; no field may take them. */
export const RESERVED = ['number', 'level', 'to', 'from', 'under'] as const

export interface Reserved {
  /** The author's own number; the only one of these that an act may carry which does not open. */
  number?: string
  /** One of the procedure's levels. */
  level?: Level
  /** Code of the other side's office. */
  to?: string
  /** The name of the author's office, as it was called at the time. */
  from?: TextValue
  /** Dossiers, or contents of dossiers, that the new one is filed under. */
  under?: ReferenceValue[]
}
