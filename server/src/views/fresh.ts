/**
 * What is new on a desk though nothing can be done about it here: what the other side said last and nobody at the office has
 * opened. A report waits for whoever reads it, and an answer that ends a dossier for whoever asked.
 */
import type { Officer } from '../http/ports.ts'
import type { DossierFilter, DossierRow } from '../store/store.ts'
import { damageIn } from '../uses/damage.ts'
import { dossierPage, dossiersNamed } from './dossier-page.ts'
import { type Listed, listed } from './listed.ts'
import { heldDeclaration, type Look } from './look.ts'
import { unopenedBy } from './row.ts'

/** So many dossiers that wait for the other side are looked through, by their clocks: what has none stands behind them all. */
const WAITING = 200
/** So many of its newest entries are looked through beside, for what has no clock and for what they ended. */
const NEWEST = 256

/** `waiting`: what waits for the other side; `isHere`: whether it is on this desk. */
export async function freshRows(
  look: Look,
  waiting: DossierFilter,
  officer: Officer,
  isHere: (row: DossierRow) => boolean,
): Promise<Listed[]> {
  // Where both sides are to act it stands among what waits at the office.
  const keep = (row: DossierRow) =>
    (row.turn === 'theirs' || row.turn === null) &&
    row.procedure === (waiting.procedure ?? row.procedure) &&
    mayWork(look, row, officer) &&
    isHere(row)
      ? listed(look, row)
      : null
  const { rows } = await dossierPage(look, { ...waiting, limit: WAITING }, keep)
  const here = [...new Map([...rows, ...(await saidLately(look, keep))]).values()].filter(
    (row) => row !== null,
  )
  const { unopened } = await unopenedBy(look, here, officer.office.code)
  return here.filter(({ id }) => unopened.has(id))
}

/** Whether the procedure has anything to do for one of the officer's roles: opened by anybody else it is new to nobody any more. */
function mayWork({ node }: Look, row: DossierRow, { roles }: Officer): boolean {
  const procedure = heldDeclaration(node, row)
  return (
    procedure !== null &&
    Object.values(procedure.acts).some((act) =>
      [...act.roles, ...(act.approval ?? [])].some((one) => roles.includes(one)),
    )
  )
}

/** Who oversees or administers has nothing to open in time. */
export function works({ roles }: Officer): boolean {
  return roles.some((role) => role !== 'overseer' && role !== 'administrator')
}

/** Dossiers in which the other side acted lately. */
async function saidLately<T>(look: Look, keep: (row: DossierRow) => T): Promise<[string, T][]> {
  const { reader, relation, damages } = look
  const said = await reader.tail(relation.theirs, null, NEWEST).catch((error: unknown) => {
    // A damaged entry keeps nobody from the desk.
    const damage = damageIn(error)
    if (damage === null) throw error
    damages.push(damage)
    return []
  })
  const ids = said.flatMap(({ kind, dossier }) => (kind === 'act' || kind === 'open' ? (dossier ?? []) : []))
  return (await dossiersNamed(look, [...new Set(ids)], keep)).found
}
