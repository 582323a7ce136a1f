/** A folded dossier as text. What is ahead of the settled state is mostly that state: it is then written once. */
import { setImmediate } from 'node:timers/promises'
import type { DossierRow } from './store.ts'

/** Both states may be long, so that each becomes text once. */
export function dossierText(row: DossierRow): string {
  const settled = JSON.stringify(row.settled)
  const ahead = row.ahead === row.settled ? settled : JSON.stringify(row.ahead)
  const members = Object.entries(row).flatMap(([name, value]) => {
    if (name === 'ahead' && ahead === settled) return []
    const text = name === 'settled' ? settled : name === 'ahead' ? ahead : JSON.stringify(value)
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`]
  })
  return `{${members.join(',')}}`
}

/** Also of rows of earlier versions, which have both. @throws SyntaxError */
export function dossierIn(text: string): DossierRow {
  const row = JSON.parse(text) as DossierRow
  return 'ahead' in row ? row : Object.assign(row, { ahead: (row as DossierRow).settled })
}

/** Characters that are read in one piece. */
const ONE_TURN = 2 ** 20

/** Reads one after the other. Others have their turn in between where they are long. */
export async function inTurns<Row extends { body: string }, T>(
  rows: readonly Row[],
  read: (row: Row) => T,
): Promise<T[]> {
  const found: T[] = []
  let length = 0
  for (const row of rows) {
    found.push(read(row))
    length += row.body.length
    if (length < ONE_TURN) continue
    await setImmediate()
    length = 0
  }
  return found
}
