/** The ladder: every entry of a dossier on the side that made it, with what became of it. */
import { joinParts, type Procedure, partsFor, withoutFileKeys } from '@counterpart/casework'
import type { Header } from '@counterpart/protocol'
import type { Rung } from '../http/schema/dossier.ts'
import type { StoredPart } from '../store/as-stored.ts'
import type { DeletionRow, DossierRow, EntryRow, FileRow, JudgedRow } from '../store/store.ts'
import { orDamaged } from '../uses/damage.ts'
import { effectiveRetentions, type Retentions } from '../uses/dossier/position.ts'
import { headerOf, readParts } from '../uses/log/entry.ts'
import { dossierEnds, type PartEnd } from '../uses/retention/part-ends.ts'
import { newTurns } from '../uses/turns.ts'
import { type Arrival, arrivalsIn } from './arrivals.ts'
import { crossings } from './crossings.ts'
import { damagedRung, soundEntries, soundParts } from './damaged-rungs.ts'
import { filesOfRung, unreadOf } from './files.ts'
import { heldOf } from './line-view.ts'
import type { Look } from './look.ts'
import { partViews } from './part-views.ts'
import { wordsOf } from './words.ts'

/** Shown beside what they are about, and no rungs of their own. */
const ASIDE: readonly EntryRow['kind'][] = ['opened', 'held', 'stay', 'recall', 'noted']

/** One that has no effect is nobody's to take note of, and everybody's to see. */
function isAside({ row, judged }: Stored): boolean {
  return ASIDE.includes(row.kind) && (row.kind !== 'recall' || (judged?.code ?? null) === null)
}

/** One entry with everything that is known of it. */
interface Stored {
  row: EntryRow
  header: Header | null
  judged: JudgedRow | undefined
  parts: readonly StoredPart[]
  files: readonly FileRow[]
  ends: readonly PartEnd[]
  arrived: Arrival | null
  deletions: readonly DeletionRow[]
}

export interface Ladder {
  /** In the order of effect; what is on its way comes last. */
  rungs: Rung[]
  /** What is stayed or recalled, which is no rung. */
  retentions: Retentions
}

export async function ladderOf(look: Look, dossier: DossierRow, procedure: Procedure): Promise<Ladder> {
  const { rows, damaged } = await soundEntries(look, dossier.id)
  const leaves = [...rows, ...damaged].map((row) => row.leaf)
  const { reader } = look
  const parts = await soundParts(look, dossier.id, rows)
  const judged = await reader.judged(leaves)
  const files = await reader.files(leaves)
  const deletions = await reader.deletions(leaves)
  const ends = await endsIn(look, dossier, rows)
  const arrivals = await arrivalsIn(look, dossier, rows, judged)
  const all = rows.map((row): Stored => {
    const states = parts.get(row.leaf) ?? []
    return {
      row,
      header: headerOf(row),
      judged: judged.get(row.leaf),
      parts: states,
      files: files.get(row.leaf) ?? [],
      ends: ends.get(row.leaf) ?? [],
      arrived: arrivals.get(row.leaf) ?? null,
      deletions: deletions.get(row.leaf) ?? [],
    }
  })
  const opened = openings(all)
  const crossing = crossings(rows)
  const rungs: Rung[] = []
  const giveWay = newTurns(look.node)
  for (const stored of all.filter((one) => !isAside(one))) {
    const { leaf } = stored.row
    rungs.push(await rungOf(look, dossier, procedure, stored, opened.get(leaf) ?? [], crossing.has(leaf)))
    await giveWay()
  }
  const lost = damaged.map((row) => damagedRung(look, row, judged.get(row.leaf)))
  return {
    rungs: [...rungs, ...lost].sort(byPlace(dossier.ahead.keeper)),
    retentions: effectiveRetentions(rows, judged),
  }
}

/** By entry; in a dossier that stands open nothing ends but what was recalled. */
async function endsIn(
  { node, relation, reader }: Look,
  dossier: DossierRow,
  rows: readonly EntryRow[],
): Promise<Map<string, PartEnd[]>> {
  if (dossier.settled.closed === null && rows.every(({ kind }) => kind !== 'recall')) return new Map()
  // What cannot be read is told by itself; when it ends is not known before it can be.
  const found = await orDamaged(dossierEnds(node, relation, reader, dossier.id))
  return Map.groupBy(found?.ends ?? [], ({ leaf }) => leaf)
}

async function rungOf(
  look: Look,
  dossier: DossierRow,
  procedure: Procedure,
  { row, header, judged, parts, files, ends, arrived, deletions }: Stored,
  openedBy: Rung['openedBy'],
  crossed: boolean,
): Promise<Rung> {
  const { relation, node } = look
  const said = header?.kind === 'open' || header?.kind === 'act' ? header : null
  const own = row.side === relation.ours
  const seen = { cosigned: look.cosigned, ours: relation.ours, keeper: dossier.ahead.keeper }
  const { words, word } = wordsOf(row, judged, openedBy.length > 0, seen)
  const { fields, reserved } = said
    ? joinParts(procedure, said.act, await readParts(parts, partsFor(procedure, said.act)))
    : { fields: {}, reserved: {} }
  return {
    leaf: row.leaf,
    side: row.side,
    index: row.index,
    act: said?.act ?? null,
    kind: row.kind,
    office: said?.office ?? null,
    officerShort: said ? said.officer.slice(0, 6) : null,
    approver: said?.approver !== undefined,
    handling: said?.handling ?? null,
    written: row.time,
    arrived,
    settled:
      judged && judged.settler !== null && judged.time !== null
        ? { index: judged.settler, time: judged.time }
        : null,
    words,
    word,
    held: words.includes('delivered') ? null : heldOf(node, relation),
    code: judged?.code ?? null,
    crossed,
    on: said?.on ?? null,
    number: reserved.number ?? null,
    fields: withoutFileKeys(procedure, fields),
    files: await filesOfRung(
      look,
      procedure,
      row,
      files,
      said?.files ?? [],
      fields,
      unreadOf(relation, parts, deletions),
    ),
    parts: partViews(look, parts, ends, deletions),
    own,
    openedBy,
  }
}

/**
 * By the entry that was opened: which offices of the other side had it on a screen, and since when. An office says so of the
 * newest entry, and had all before it on the same screen. One that opens its own side's entry, or one it had not received,
 * shows nothing to anybody.
 */
function openings(all: readonly Stored[]): Map<string, Rung['openedBy']> {
  const byLeaf = new Map(all.map(({ row }) => [row.leaf, row]))
  const inOrder = Map.groupBy(
    all.map(({ row }) => row).sort((a, b) => a.index - b.index),
    ({ side }) => side,
  )
  const found = new Map<string, Map<string, number>>()
  const seenBy = new Map<string, number>()
  for (const { row, header } of all) {
    const on = header?.kind === 'opened' ? byLeaf.get(header.on) : undefined
    if (header?.kind !== 'opened' || !on || on.side === row.side || on.index >= row.running) continue
    const who = `${row.side} ${header.office}`
    // Any name may be said to be an office, and as many as somebody likes.
    if (!seenBy.has(who) && seenBy.size >= MOST_OFFICES) continue
    const shown = inOrder.get(on.side) ?? []
    let at = seenBy.get(who) ?? 0
    for (; at < shown.length; at++) {
      const seen = shown[at]
      if (!seen || seen.index > on.index) break
      const offices = found.get(seen.leaf) ?? new Map<string, number>()
      found.set(seen.leaf, offices.set(header.office, row.time))
    }
    seenBy.set(who, at)
  }
  return new Map(
    [...found].map(([leaf, offices]) => [leaf, [...offices].map(([office, time]) => ({ office, time }))]),
  )
}

const MOST_OFFICES = 50

/** The keeper's log, with each entry of the guest directly before the one that settles it. */
function byPlace(keeper: string): (a: Rung, b: Rung) => number {
  const place = (rung: Rung) =>
    rung.side === keeper ? rung.index : (rung.settled?.index ?? Number.POSITIVE_INFINITY)
  return (a, b) => {
    const [first, second] = [place(a), place(b)]
    if (first !== second) return first < second ? -1 : 1
    if (a.side !== b.side) return a.side === keeper ? 1 : -1
    return a.index - b.index
  }
}
