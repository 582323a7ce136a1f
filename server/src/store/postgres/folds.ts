/** What is folded of a dossier, as its row has it. */
import { dossierIn } from '../dossier-text.ts'
import { withoutSum } from '../row-sum.ts'
import type { DossierRow } from '../store.ts'
import type { Statement } from './session.ts'

export interface FoldColumns {
  id: Uint8Array
  body: string
}

export interface KeyColumns {
  id: Uint8Array
  due: number
  changed: number
}

export const DOSSIERS_NAMED: Statement = {
  name: 'dossiers-named',
  text: 'select id, body from counterpart.dossier where relation = $1 and id = any($2::bytea[])',
}

/** `null` where it is not what was written. */
export function foldIn(body: string): DossierRow | null {
  try {
    return dossierIn(withoutSum(body))
  } catch {
    return null
  }
}
