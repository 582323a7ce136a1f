/** Takes away what no entry leads to. */
import type { Orphan } from '../as-stored.ts'
import type { Rows } from './rows.ts'

export function dropOrphan(rows: Rows, orphan: Orphan, version: number): void {
  if (orphan.table === 'part') {
    const { id, name } = orphan
    const parts = [...(rows.parts.get(id, version) ?? [])]
    rows.parts.set(id, new Map(parts.filter(([one]) => one !== name)), version)
  } else rows[orphan.table === 'dossier' ? 'dossiers' : 'judged'].drop(orphan.id, version)
}
