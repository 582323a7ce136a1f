import type { DossierRow } from '../../store/store.ts'

/** Before anything is settled, `settled` stands for nothing: the dossier itself is on its way. */
export function isNothingSettled(row: Pick<DossierRow, 'at'>): boolean {
  return row.at.keeper === 0 && row.at.guest === 0
}
