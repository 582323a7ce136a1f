/** Where a dossier stood when a page showed it. */
import { type DossierState, type Procedure, saysOnly } from '@counterpart/casework'
import { canonicalJson, type Header, hex, sha256, utf8 } from '@counterpart/protocol'
import type { EntryRow, JudgedRow, Reader } from '../../store/store.ts'
import { type ActCommand, NOBODY } from '../command.ts'
import { headerOf } from '../log/entry.ts'
import type { Node } from '../relation.ts'
import { withoutCopies } from './without-copies.ts'

/** What stays or recalls something in a dossier, with effect. */
export interface Retentions {
  entries: number
  /** Each entry that is recalled, once however often it is, and what act it was. */
  recalled: Map<string, string | null>
}

/**
 * A text that changes with every effective act in the dossier, our own on their way included, and with every stay and
 * recall. Settling alone does not change it, so that a receipt between two acts of one officer turns nobody away. The
 * half behind the point leaves out stays and what only says something: no act rests on these.
 */
export function positionOf(
  state: DossierState,
  { entries, recalled }: Retentions,
  procedure: Procedure | null,
): string {
  const isGround = (act: string | null) => act === null || procedure === null || !saysOnly(procedure, act)
  const done = Object.entries(state.current)
    .map(([act, { leaf, count }]) => [act, leaf, count] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  const moved = done.filter(([act]) => isGround(act))
  const gone = [...recalled.values()].filter(isGround)
  const digest = (acts: typeof done, retained: number) =>
    hex(sha256(utf8(canonicalJson([state.state, acts, retained])))).slice(0, 24)
  return `${digest(done, entries)}.${digest(moved, gone.length)}`
}

/**
 * Whether something happened that the acting officer has not seen. An act that was approved had to wait, and its
 * approver was told of notes that came meanwhile: it counts as moved only where its ground has changed. While nobody
 * has approved it, its author looks again like anybody else.
 */
export function hasMoved(
  { position, approver }: Pick<ActCommand, 'position' | 'approver'>,
  now: string,
): boolean {
  if (position === null || position.split('.', 1)[0] === now.split('.', 1)[0]) return false
  const isApproved = approver !== undefined && approver !== NOBODY
  return !isApproved || isOvertaken(position, now)
}

/** Whether the ground of a draft has changed. A note of either side does not change it, and neither does the recall of a note. */
export function isOvertaken(position: string, now: string): boolean {
  return position.split('.')[1] !== now.split('.')[1]
}

/** The position of a dossier now; `null` where it is not here. @throws NodeError `entry-damaged` */
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
 * The stays and recalls among these entries that have effect. The others are left out: otherwise the other side could
 * keep everybody from acting by writing one after the other.
 */
export async function retentionsIn(
  rows: readonly EntryRow[],
  reader: Pick<Reader, 'judged'>,
): Promise<Retentions> {
  const leaves = rows.flatMap(({ kind, leaf }) => (isRetention(kind) ? [leaf] : []))
  return leaves.length === 0 ? noRetentions() : effectiveRetentions(rows, await reader.judged(leaves))
}

/** The same for entries whose verdicts are known. */
export function effectiveRetentions(
  rows: readonly EntryRow[],
  judged: ReadonlyMap<string, Pick<JudgedRow, 'verdict'>>,
): Retentions {
  const retentions = noRetentions()
  const known = new Map(rows.map((row) => [row.leaf, row]))
  const named = (leaf: string) => headerIn(known.get(leaf))
  for (const row of rows.filter(({ kind }) => isRetention(kind)))
    if (judged.get(row.leaf)?.verdict === 'effective') retain(retentions, headerOf(row), named)
  return retentions
}

export function noRetentions(): Retentions {
  return { entries: 0, recalled: new Map() }
}

/** `named`: the header of an entry of the dossier. */
export function retain(
  retentions: Retentions,
  header: Header | null,
  named: (leaf: string) => Header | null,
): void {
  if (!isRetention(header?.kind)) return
  retentions.entries += 1
  if (header?.kind !== 'recall') return
  const on = named(header.on)
  retentions.recalled.set(header.on, on !== null && 'act' in on ? on.act : null)
}

function headerIn(row: EntryRow | undefined): Header | null {
  return row === undefined ? null : headerOf(row)
}

/** Whether entries of this kind change what can be read of a dossier, but not its state. */
export function isRetention(kind: string | undefined): boolean {
  return kind === 'stay' || kind === 'recall'
}
