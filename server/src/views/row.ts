/** Dossiers as lines of a list: however many, with the same few questions to the store. */
import { clockState } from '@counterpart/casework'
import type { DeskRow, DossierRef } from '../http/schema/dossier.ts'
import type { EntryPlace, JudgedRow, Reader } from '../store/store.ts'
import { isNothingSettled } from '../uses/dossier/nothing-settled.ts'
import { readHeader } from '../uses/log/entry.ts'
import type { Listed } from './listed.ts'
import { heldDeclaration, type Look } from './look.ts'
import { readSound } from './sound.ts'
import { wordsOf } from './words.ts'

type Title = DeskRow['title']

/** `office`: whose eyes they are for, to say whether it has seen the other side's last act. */
export async function deskRows(look: Look, rows: readonly Listed[], office: string): Promise<DeskRow[]> {
  const { reader } = look
  if (rows.length === 0) return []
  const leaves = rows.flatMap((row) => latest(row.ahead).map(({ leaf }) => leaf))
  const places = await reader.placesByLeaf(leaves)
  const judged = await reader.judged(leaves)
  const bySide = new Map(places.map((place) => [`${place.side} ${place.leaf}`, place]))
  const { unopened, damaged } = await unopenedBy(look, rows, office)
  return rows.map((row) => ({
    ...rowOf(look, row, lastAct(look, row, bySide, judged)),
    unopened: unopened.has(row.id),
    damaged: damaged.includes(row.id),
    unheld: heldDeclaration(look.node, row) === null,
  }))
}

/** Dossiers in which the other side said something last that the office has not opened, of those in which it takes part. */
export async function unopenedBy(
  look: Look,
  rows: readonly Listed[],
  office: string,
): Promise<{ unopened: Set<string>; damaged: string[] }> {
  const ids = rows.map((row) => row.id)
  const { found, damaged } = await readSound(ids, (some) => readersSince(look.reader, some))
  look.damages.push(...damaged.map((id) => ({ what: 'an entry of a dossier', dossier: id })))
  const since = new Map(found)
  const isNew = (row: Listed) => takesPart(look, row, office) && since.get(row.id)?.has(office) === false
  return { unopened: new Set(rows.filter(isNew).map(({ id }) => id)), damaged }
}

function rowOf(
  look: Look,
  row: Listed,
  last: DeskRow['lastAct'],
): Omit<DeskRow, 'unopened' | 'damaged' | 'unheld'> {
  const { relation, node } = look
  const { ahead } = row
  return {
    id: row.id,
    relation: relation.id,
    procedure: row.procedure,
    plays: row.plays,
    title: titleOf(look, row),
    numbers: Object.fromEntries(relation.parties.map((party) => [party, ahead.numbers[party] ?? null])),
    state: ahead.state,
    waits: row.waits,
    due: row.due,
    late: clockState(ahead.clock, node.clock()) === 'late',
    paused: ahead.clock?.paused != null,
    level: row.level as DeskRow['level'],
    opener: ahead.opener,
    lastAct: last,
    recalled: (row.unnoted ?? []).length > 0,
    onWay: onWay(row),
    provisional: isOnItsWay(row, course),
    moving: isOnItsWay(row, place),
    under: row.under,
    record: recordOf(look, row),
  }
}

/** Whether what is shown of it may be taken back: the keeper knows nothing of it yet. */
function isOnItsWay(row: Listed, shown: (state: Listed['ahead']) => string): boolean {
  const { ahead, settled } = row
  if (onWay(row) === 0) return false
  return isNothingSettled(row) || shown(ahead) !== shown(settled)
}

function course({ state, clock }: Listed['ahead']): string {
  return [state, clock?.deadline, clock?.due, clock?.paused].join(' ')
}

function place({ level, offices, owner }: Listed['ahead']): string {
  return [level, ...Object.entries(offices).flat().sort(), owner.party, owner.office].join(' ')
}

function onWay(row: Listed): number {
  return countOf(row.ahead) - (isNothingSettled(row) ? 0 : countOf(row.settled))
}

function titleOf(look: Look, row: Listed): Title {
  const declared = heldDeclaration(look.node, row)
  return ((declared && row.ahead.kept[declared.title]) ?? null) as Title
}

/** Which item of a public record it was loaded from: an id that its procedure keeps a place for. */
function recordOf(look: Look, row: Listed): string | null {
  const field = heldDeclaration(look.node, row)?.plays?.slots['record-id']
  const id = field === undefined ? undefined : row.ahead.kept[field]
  return typeof id === 'string' ? id : null
}

export function refTo(look: Look, row: Listed, relation: string, content: string | null): DossierRef {
  return {
    id: row.id,
    procedure: row.procedure,
    plays: row.plays,
    title: titleOf(look, row),
    relation,
    content,
    state: row.ahead.state,
  }
}

interface Done {
  act: string
  leaf: string
  by: string
  time: number
}

/** The acts of the last second: the state alone does not say which of them was last. */
function latest(state: Listed['ahead']): Done[] {
  const all = Object.entries(state.current)
  const time = Math.max(...all.map(([, { last }]) => last))
  return all.flatMap(([act, { leaf, by, last }]) => (last === time ? [{ act, leaf, by, time }] : []))
}

function lastAct(
  look: Look,
  row: Listed,
  places: ReadonlyMap<string, EntryPlace>,
  judged: ReadonlyMap<string, JudgedRow>,
): DeskRow['lastAct'] {
  const { keeper } = row.ahead
  let found: { done: Done; entry: EntryPlace; place: number } | null = null
  for (const done of latest(row.ahead)) {
    const entry = places.get(`${done.by} ${done.leaf}`)
    if (!entry) continue
    const settler = judged.get(done.leaf)?.settler ?? Number.POSITIVE_INFINITY
    // A guest's entry stands directly before the keeper's that settles it.
    const place = entry.side === keeper ? entry.index : settler - 0.5
    const isLater =
      !found || place > found.place || (place === found.place && entry.index > found.entry.index)
    if (isLater) found = { done, entry, place }
  }
  if (!found) return null
  const { done, entry } = found
  const seen = { cosigned: look.cosigned, ours: look.relation.ours, keeper }
  const { word } = wordsOf(entry, judged.get(done.leaf), false, seen)
  return { act: done.act, side: done.by, time: done.time, word }
}

function countOf(state: Listed['ahead']): number {
  return Object.values(state.current).reduce((sum, { count }) => sum + count, 0)
}

/** Where an office of ours takes part, only such an office is told; before that, each that may read. */
function takesPart(look: Look, row: Listed, office: string): boolean {
  const { directory } = look.node
  return (
    row.offices.includes(office) ||
    !row.offices.some((code) => directory.office(code)?.side === look.relation.ours)
  )
}

/**
 * By dossier in which the other side said something: the offices that have seen the last of it. An office
 * has seen what it said it opened, and what it held when it acted.
 *
 * @throws NodeError `entry-damaged`
 */
async function readersSince(reader: Reader, ids: readonly string[]): Promise<[string, Set<string>][]> {
  const received = await reader.lastReceived([...ids])
  return [...received].map(([id, { since }]) => {
    const headers = since.map((row) => readHeader(row.bytes))
    return [id, new Set(headers.flatMap((header) => (header && 'office' in header ? header.office : [])))]
  })
}
