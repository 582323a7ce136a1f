/** What is folded of a dossier, as its row has it. */
import { dossierIn } from '../dossier-text.ts'
import { withoutSum } from '../row-sum.ts'
import type { DossierRow } from '../store.ts'

export interface FoldColumns {
  id: Uint8Array
  body: string
}

export interface KeyColumns {
  id: Uint8Array
  due: number
  changed: number
}

/** `null` where it is not what was written. */
export function foldIn(body: string): DossierRow | null {
  try {
    return dossierIn(withoutSum(body))
  } catch {
    return null
  }
}
