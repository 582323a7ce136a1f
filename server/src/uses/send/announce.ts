/**
 * Shows the other side ahead of its turn what cannot wait: an act that a short clock runs for, behind a long queue on a
 * slow line. Its place, its receipt and its effect stay where they are.
 */
import type { DossierState } from '@counterpart/casework'
import { DAY } from '@counterpart/casework/civil'
import { type Announcement, MOST_SHOWN, type Step, shownBytes } from '@counterpart/protocol'
import type { EntryRow, Reader } from '../../store/store.ts'
import { epochEnding, epochOf } from '../log/chain.ts'
import { inclusionOf } from '../log/inclusion.ts'
import { changeAfter } from '../log/log-spans.ts'
import { checkSigned } from '../log/signed.ts'
import type { Node, Relation } from '../relation.ts'
import { noteLeaving } from './note-leaving.ts'

/** Entries that are looked at, the newest, before every message that leaves something behind. */
const LOOKED_AT = 64
/** Announcements before one message, and in all: so they delay what is in turn by little, even where everything is urgent. */
const AT_ONCE = 4
const IN_ALL = 16
/** A clock is short where it ends within so many seconds of the act. */
const SHORT = DAY

/**
 * The urgent acts that `step` leaves behind, the oldest first. Also drops from `relation.shown` what is not among the
 * newest entries any more.
 */
export async function announcements(
  node: Node,
  relation: Relation,
  step: Step,
  reader: Reader,
): Promise<Announcement[]> {
  if (step.entries.length === 0) return []
  const behind = step.start + step.entries.length
  const tail = await reader.tail(relation.ours, null, LOOKED_AT)
  relation.shown = new Set(tail.flatMap(({ leaf }) => (relation.shown.has(leaf) ? [leaf] : [])))
  const waiting = tail.filter(
    (row) =>
      row.index >= behind && (row.kind === 'open' || row.kind === 'act') && !relation.shown.has(row.leaf),
  )
  if (waiting.length === 0 || relation.shown.size >= IN_ALL) return []
  const rows = await reader.dossiersNamed(waiting.flatMap(({ dossier }) => dossier ?? []))
  const urgent = waiting.filter(({ dossier, time }) => {
    const row = dossier === null ? undefined : rows.get(dossier)
    return row !== undefined && isUrgent(row.ahead, time)
  })
  const head = await reader.lastCheckpoint(relation.ours)
  if (!head || urgent.length === 0) return []
  // A reader that does not hold a change of keys yet cannot know who signs behind it.
  if (head.size > (changeAfter(relation, step.start) ?? head.size)) return []
  const signed = checkSigned(node, relation, head)
  const made: Announcement[] = []
  for (const row of urgent.toReversed()) {
    const one = await announcement(node, relation, row, signed, reader)
    if (one) made.push(one)
    if (made.length === AT_ONCE || relation.shown.size + made.length >= IN_ALL) break
  }
  return made
}

/** Whether a short clock runs for the act, or the act ended one. */
export function isUrgent({ clock, clocks }: Pick<DossierState, 'clock' | 'clocks'>, time: number): boolean {
  if (clock !== null) return clock.paused === null && (clock.counts === 'hours' || clock.due - time <= SHORT)
  const last = clocks.at(-1)
  return last !== undefined && last.due - last.ended <= SHORT
}

/** `null` for an entry of an ended log, one that is too long, and one that we no longer hold every part of. */
async function announcement(
  node: Node,
  relation: Relation,
  row: EntryRow,
  head: { size: number; note: string },
  reader: Reader,
): Promise<Announcement | null> {
  const epoch = epochOf(relation, relation.ours, row.index)
  // A head of the next log has no path to it.
  if (epochEnding(relation, relation.ours, head.size) !== epoch) return null
  const states = (await reader.parts([row.leaf])).get(row.leaf) ?? []
  const parts = states.flatMap((part) =>
    part.state === 'held' ? [{ name: part.name, salt: part.salt, bytes: part.bytes }] : [],
  )
  const entry = { header: row.bytes, parts }
  if (parts.length < states.length || shownBytes(entry) > MOST_SHOWN) return null
  await noteLeaving(node, relation, { epoch: epoch.number, size: head.size })
  return {
    relation: relation.id,
    from: relation.ours,
    epoch: epoch.number,
    nonce: node.random(16),
    index: row.index - epoch.base,
    entry,
    checkpoint: head.note,
    path: await inclusionOf(reader, relation.ours, epoch, row.index, head.size),
  }
}
