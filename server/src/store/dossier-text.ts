/** A folded dossier as text. What is ahead of the settled state is mostly that state: it is then written once. */
import type { DossierRow } from './store.ts'

export function dossierText(row: DossierRow): string {
  const { ahead, ...rest } = row
  const isSettled = ahead === row.settled || JSON.stringify(ahead) === JSON.stringify(row.settled)
  return JSON.stringify(isSettled ? rest : row)
}

/** Also of rows of earlier versions, which have both. @throws SyntaxError */
export function dossierIn(text: string): DossierRow {
  const row = JSON.parse(text) as DossierRow
  return 'ahead' in row ? row : Object.assign(row, { ahead: (row as DossierRow).settled })
}
