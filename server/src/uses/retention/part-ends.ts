/**
 * When each part of a dossier's entries ends, from the two logs and the declaration. Both sides compute the same,
 * except for times that are ahead of the clock here. An entry of no dossier, or that is kept
 * apart, ends under its own leaf.
 */
import {
  type Entry,
  endOfPart,
  keepLongest,
  own,
  type Party,
  type Procedure,
  readRecall,
  type Stay,
  standingStays,
} from '@counterpart/casework'
import type { Hex } from '@counterpart/protocol'
import type { DossierRow, EntryRow, PartState, Reader } from '../../store/store.ts'
import { allOf } from '../all-of.ts'
import { isNothingSettled } from '../dossier/nothing-settled.ts'
import { isRetention } from '../dossier/position.ts'
import { withoutCopies } from '../dossier/without-copies.ts'
import { entryOf, headerOf } from '../log/entry.ts'
import { type Node, otherThan, type Relation } from '../relation.ts'
import { newTurns } from '../turns.ts'
import { isAlone } from './alone.ts'
import { saidOf } from './said-of.ts'

export interface PartEnd {
  leaf: Hex
  name: string
  side: Party
  /** `null` for a part that never came. */
  state: PartState['state'] | null
  /** Seconds UTC; `null` while nothing makes it end. */
  at: number | null
  why: 'time' | 'recall'
  /** How long to keep it, from the header. */
  keep: string
}

export interface DossierEnds {
  row: DossierRow | null
  entries: readonly EntryRow[]
  ends: PartEnd[]
  /** The stay of each side that counts. */
  stays: readonly (Stay & { entry: Entry })[]
  /** Until when the later of the two keeps everything; 0 where there is none. */
  stay: number
  /**
   * Whether an end rests on a time ahead of the clock here, because no time of ours replaces it yet: after our next
   * entry it may come sooner.
   */
  isAhead: boolean
  /** Whether an entry of no dossier is covered by nothing yet. What covers it then names no dossier to look at either. */
  waits: boolean
}

export async function dossierEnds(
  node: Node,
  relation: Relation,
  reader: Reader,
  dossier: Hex,
): Promise<DossierEnds> {
  const [stored, found] = await allOf<[EntryRow[], DossierRow | null]>([
    reader.dossierEntries(dossier),
    reader.dossier(dossier),
  ])
  const rows = withoutCopies(stored)
  const first = rows.find(({ leaf }) => leaf === dossier) ?? (await reader.entryByLeaf(dossier))
  // Its author may name it as a dossier in other entries: what these say of keeping and destroying says nothing of it.
  const alone = first && isAlone(first) ? [first] : []
  const late = first ? [] : await endsApart(dossier, reader)
  const states = await reader.partStates([...rows, ...alone].map(({ leaf }) => leaf))
  const said = await reader.parts(rows.flatMap(({ kind, leaf }) => (isRetention(kind) ? [leaf] : [])))
  const giveWay = newTurns(node)
  const entries: Entry[] = []
  for (const row of rows) {
    entries.push(saidOf(row, said.get(row.leaf) ?? []))
    await giveWay()
  }
  const row = found && !isNothingSettled(found) ? found : null
  const procedure: Procedure | null = row
    ? (node.procedures.get(row.settled.digest)?.procedure ?? null)
    : null
  const ending = [...entries, ...alone.map((one) => entryOf(one, []))]
    .filter(({ header }) => header !== null && header.parts.length > 1)
    .sort((a, b) => (a.side === b.side ? a.index - b.index : a.side < b.side ? -1 : 1))
  const recalls = entries.filter(({ header }) => header?.kind === 'recall')
  const byLeaf = new Map(entries.map((entry) => [entry.leaf, entry]))
  const closing = row && procedure ? closingIn(row, procedure).flatMap((leaf) => byLeaf.get(leaf) ?? []) : []
  const stays = entries.filter(({ header }) => header?.kind === 'stay')
  const known = await coveredAt(relation, reader, [...ending, ...recalls, ...stays, ...closing])
  const latest = node.clock() + relation.tolerance
  const heard = await heardAt(latest, relation, reader, [...ending, ...recalls], known)
  const seen = await seenHereAt(relation, reader, closing, known)
  let isAhead = [...heard.values()].some((time) => time !== null && time > latest)
  /** A time as it is written, or what replaces it where it is ahead. */
  const counted = (time: number, instead: number | null): number => {
    if (time <= latest) return time
    isAhead ||= instead === null
    return instead === null ? time : Math.min(time, instead)
  }
  const recalled = new Map<string, number>()
  for (const entry of recalls) {
    const { header } = entry
    const on = header?.kind === 'recall' ? byLeaf.get(header.on) : undefined
    const time = heard.get(entry.leaf) ?? null
    if (!on || on.side !== entry.side || on.index >= entry.index || time === null) continue
    for (const name of readRecall(entry, on.header)?.parts ?? []) {
      const key = `${on.leaf} ${name}`
      recalled.set(key, Math.min(time, recalled.get(key) ?? time))
    }
  }
  // A stay that is dated ahead keeps nothing for longer than one of today would.
  const standing = standingStays(entries, ({ leaf, header }) =>
    counted(header?.time ?? 0, known.get(leaf) ?? latest),
  )
  const stay = keepLongest(standing.values())
  /** When a side had the dossier closed, by its own log. */
  const closedBy = (side: Party, closed: number) =>
    closing.reduce(
      (latter, one) => {
        const time = one.side === side ? (one.header?.time ?? 0) : (known.get(one.leaf) ?? 0)
        return Math.max(latter, counted(time, seen.get(one.leaf) ?? null))
      },
      counted(closed, latestOf(closing.map(({ leaf }) => seen.get(leaf) ?? null))),
    )
  const ends = ending.flatMap(({ leaf, side, header }) =>
    (header?.parts ?? []).slice(1).map(({ name, keep }): PartEnd => {
      const declared = procedure ? own(procedure.parts, name)?.keep : undefined
      const end = endOfPart({
        known: laterOf(heard.get(leaf) ?? null, counted(header?.time ?? 0, 0)),
        closed: row ? row.settled.closed && closedBy(side, row.settled.closed) : undefined,
        keep: [keep, declared ?? (row && !procedure ? UNHELD : UNDECLARED)],
        recalled: recalled.get(`${leaf} ${name}`) ?? null,
        stay: byLeaf.has(leaf) ? stay : 0,
      })
      const state = states.get(leaf)?.find((part) => part.name === name)?.state ?? null
      return { leaf, name, side, state, at: end?.at ?? null, why: end?.why ?? 'time', keep }
    }),
  )
  const waits = alone.some(({ leaf }) => (known.get(leaf) ?? null) === null)
  return {
    row: found,
    entries: rows,
    ends: [...ends, ...late],
    stays: [...standing.values()],
    stay,
    isAhead,
    waits,
  }
}

/**
 * The ends of an entry that is kept apart (EPOCH-8), for as long as no log has it. No entry covers it: it is known from when it
 * was taken here.
 */
async function endsApart(leaf: Hex, reader: Reader): Promise<PartEnd[]> {
  const row = await reader.apartByLeaf(leaf)
  const states = row ? ((await reader.partStates([leaf])).get(leaf) ?? []) : []
  const parts = row ? (headerOf(row)?.parts.slice(1) ?? []) : []
  return parts.flatMap(({ name, keep }) => {
    const state = states.find((part) => part.name === name)?.state
    const of = { closed: undefined, recalled: null, stay: 0, keep: [keep, UNDECLARED] }
    const end = row && endOfPart({ ...of, known: row.at })
    // What did not come with it, or is destroyed already, is no copy that could end.
    if (!row || !end || state !== 'held') return []
    return [{ leaf, name, side: row.side, state, keep, ...end }]
  })
}

/** The longest that a part is kept where its author alone says how long. */
const UNDECLARED = 'P10Y'
/** The longest where the declaration may say it too but is not here: the other side has it, and keeps what it says. */
const UNHELD = 'P100Y'

/** The entries that closed it. */
function closingIn({ settled }: DossierRow, { acts }: Procedure): Hex[] {
  return Object.entries(settled.current).flatMap(([name, { leaf, last }]) =>
    own(acts, name)?.to === settled.state && last === settled.closed ? [leaf] : [],
  )
}

/**
 * The later of the two times. No reader can refuse a log that is dated to the past, so it must not end early what its reader wrote.
 */
function laterOf(known: number | null, written: number): number | null {
  return known === null ? null : Math.max(known, written)
}

/** `null` where there is none, or one of them is not known. */
function latestOf(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null)
  return known.length === times.length && known.length > 0 ? Math.max(...known) : null
}

/** When the other side's log first covered each: from then on both had it. */
export async function coveredAt(
  relation: Relation,
  reader: Reader,
  entries: readonly { leaf: Hex; side: Party; index: number }[],
): Promise<Map<Hex, number | null>> {
  const found = new Map<Hex, number | null>()
  for (const [side, some] of Map.groupBy(entries, (entry) => entry.side)) {
    const indexes = [...new Set(some.map(({ index }) => index))]
    const settlers = await reader.settlers(otherThan(relation, side), indexes)
    for (const { leaf, index } of some) found.set(leaf, settlers.get(index)?.time ?? null)
  }
  return found
}

/**
 * When our own log first covered an entry of theirs, or the entry of theirs that settled one of ours. Only we date
 * that, so a closing that the other side dates to the end of time keeps nothing for good, and ends nothing early.
 */
async function seenHereAt(
  relation: Relation,
  reader: Reader,
  entries: readonly { leaf: Hex; side: Party; index: number }[],
  known: ReadonlyMap<Hex, number | null>,
): Promise<Map<Hex, number | null>> {
  const { ours, theirs } = relation
  const found = new Map<Hex, number | null>()
  for (const { leaf, side, index } of entries)
    if (side === theirs) found.set(leaf, known.get(leaf) ?? null)
    else {
      const by = await reader.settler(theirs, index)
      found.set(leaf, by && ((await reader.settler(ours, by.index))?.time ?? null))
    }
  return found
}

/**
 * The times in `known`. One ahead of our clock is replaced by that of the first entry of the author's own log which covers
 * the entry with it: whoever dates its log ahead keeps by it neither what the other side recalled nor what is over.
 */
async function heardAt(
  latest: number,
  relation: Relation,
  reader: Reader,
  entries: readonly { leaf: Hex; side: Party; index: number }[],
  known: ReadonlyMap<Hex, number | null>,
): Promise<Map<Hex, number | null>> {
  const found = new Map(known)
  const late = entries.filter(({ leaf }) => (known.get(leaf) ?? 0) > latest)
  for (const [side, some] of Map.groupBy(late, (entry) => entry.side)) {
    const by = await reader.settlers(
      otherThan(relation, side),
      some.map(({ index }) => index),
    )
    const back = await reader.settlers(side, [...new Set([...by.values()].map(({ index }) => index))])
    for (const { leaf, index } of some) {
      const time = known.get(leaf) ?? null
      const heard = back.get(by.get(index)?.index ?? -1)
      if (time !== null && heard) found.set(leaf, Math.min(time, heard.time))
    }
  }
  return found
}
