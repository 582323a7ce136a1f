/** Where a dossier stood when a page showed it. */
import { type DossierState, type Procedure, saysOnly } from '@counterpart/casework'
import { canonicalJson, hex, sha256, utf8 } from '@counterpart/protocol'
import type { EntryRow, JudgedRow, Reader } from '../../store/store.ts'
import { type ActCommand, NOBODY } from '../record/command.ts'
import type { Node } from '../relation.ts'
import { withoutCopies } from './without-copies.ts'

/**
 * Changes with every act that has effect in the dossier, ours on their way included, and with what is stayed or recalled
 * in it; not with what settling alone brings, so that a receipt between two acts of one officer turns nobody away. Behind the
 * point, the same without what only says something.
 *
 * @param retentions how many entries of it stay or recall something
 */
export function positionOf(state: DossierState, retentions: number, procedure: Procedure | null): string {
  const done = Object.entries(state.current)
    .map(([act, { leaf, count }]) => [act, leaf, count] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  const moved = done.filter(([act]) => procedure === null || !saysOnly(procedure, act))
  const digest = (acts: typeof done) =>
    hex(sha256(utf8(canonicalJson([state.state, acts, retentions])))).slice(0, 24)
  return `${digest(done)}.${digest(moved)}`
}

/**
 * Whether something came in between that whoever acts has not seen. What a second person approved waited, and that person was told
 * of a note: see below. Its author, who sends it now, looks again as anybody does.
 */
export function hasMoved(
  { position, approver }: Pick<ActCommand, 'position' | 'approver'>,
  now: string,
): boolean {
  if (position === null || position.split('.', 1)[0] === now.split('.', 1)[0]) return false
  const isApproved = approver !== undefined && approver !== NOBODY
  return !isApproved || isOvertaken(position, now)
}

/** Whether what a draft rests on has changed: a note alone, of either side, leaves it as it was. */
export function isOvertaken(position: string, now: string): boolean {
  return position.split('.')[1] !== now.split('.')[1]
}

/** Where it stands now; `null` for one that is not here. @throws NodeError `entry-damaged` */
export async function standsAt(
  node: Pick<Node, 'procedures'>,
  reader: Pick<Reader, 'dossier' | 'dossierEntries' | 'judged'>,
  dossier: string,
): Promise<string | null> {
  const row = await reader.dossier(dossier)
  if (row === null) return null
  const entries = withoutCopies(await reader.dossierEntries(dossier))
  const procedure = node.procedures.get(row.ahead.digest)?.procedure ?? null
  return positionOf(row.ahead, await retentionsIn(entries, reader), procedure)
}

/**
 * How many of these stay or recall something. Those without effect change nothing: the other side would keep everybody from
 * acting by writing one after the other.
 */
export async function retentionsIn(
  rows: readonly EntryRow[],
  reader: Pick<Reader, 'judged'>,
): Promise<number> {
  const leaves = rows.flatMap(({ kind, leaf }) => (isRetention(kind) ? [leaf] : []))
  return leaves.length === 0 ? 0 : effectiveRetentions(rows, await reader.judged(leaves))
}

/** The same, of entries whose verdicts are known. */
export function effectiveRetentions(
  rows: readonly EntryRow[],
  judged: ReadonlyMap<string, Pick<JudgedRow, 'verdict'>>,
): number {
  return rows.filter(({ kind, leaf }) => isRetention(kind) && judged.get(leaf)?.verdict === 'effective')
    .length
}

/** What changes what can be read of a dossier, and no state of it. */
export function isRetention(kind: string | undefined): boolean {
  return kind === 'stay' || kind === 'recall'
}
