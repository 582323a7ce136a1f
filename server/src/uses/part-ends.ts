/** When each part of a dossier's entries ends, from the two logs and the declaration: the same on both sides. */
import { endOfPart, keepLongest, own, type Party, type Procedure, readRecall } from '@counterpart/casework'
import type { Hex } from '@counterpart/protocol'
import type { DossierRow, EntryRow, PartState, Reader } from '../store/store.ts'
import { allOf } from './all-of.ts'
import { entryOf } from './entry.ts'
import { isNothingSettled } from './nothing-settled.ts'
import { type Node, otherThan, type Relation } from './relation.ts'
import { withoutCopies } from './without-copies.ts'

export interface PartEnd {
  leaf: Hex
  name: string
  side: Party
  /** `null` for one that never came. */
  state: PartState['state'] | null
  /** Seconds UTC; `null` while nothing makes it end. */
  at: number | null
  why: 'time' | 'recall'
  /** As the header has it. */
  keep: string
}

export interface DossierEnds {
  row: DossierRow | null
  entries: readonly EntryRow[]
  ends: PartEnd[]
  /** Until when a stay keeps everything; 0 where none does. */
  stay: number
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
  const states = await reader.parts(rows.map(({ leaf }) => leaf))
  const entries = rows.map((row) => entryOf(row, states.get(row.leaf) ?? []))
  const row = found && !isNothingSettled(found) ? found : null
  const procedure: Procedure | null = row
    ? (node.procedures.get(row.settled.digest)?.procedure ?? null)
    : null
  const ending = entries
    .filter(({ header }) => header !== null && header.parts.length > 1)
    .sort((a, b) => (a.side === b.side ? a.index - b.index : a.side < b.side ? -1 : 1))
  const recalls = entries.filter(({ header }) => header?.kind === 'recall')
  const byLeaf = new Map(entries.map((entry) => [entry.leaf, entry]))
  const closing = row && procedure ? closingIn(row, procedure).flatMap((leaf) => byLeaf.get(leaf) ?? []) : []
  const known = await coveredAt(relation, reader, [...ending, ...recalls, ...closing])
  const heard = await heardAt(node, relation, reader, [...ending, ...recalls], known)
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
  const stay = keepLongest(entries)
  /** When a side had it closed, by its own log. */
  const closedBy = (side: Party, closed: number) =>
    Math.max(
      closed,
      ...closing.map((one) => (one.side === side ? (one.header?.time ?? 0) : (known.get(one.leaf) ?? 0))),
    )
  const ends = ending.flatMap(({ leaf, side, header }) =>
    (header?.parts ?? []).slice(1).map(({ name, keep }): PartEnd => {
      const declared = procedure ? own(procedure.parts, name)?.keep : undefined
      const end = endOfPart({
        known: laterOf(heard.get(leaf) ?? null, header?.time ?? 0),
        closed: row ? row.settled.closed && closedBy(side, row.settled.closed) : undefined,
        keep: declared === undefined ? [keep] : [keep, declared],
        recalled: recalled.get(`${leaf} ${name}`) ?? null,
        stay,
      })
      const state = states.get(leaf)?.find((part) => part.name === name)?.state ?? null
      return { leaf, name, side, state, at: end?.at ?? null, why: end?.why ?? 'time', keep }
    }),
  )
  return { row: found, entries: rows, ends, stay }
}

/** The entries by which it came to the state it is closed in. */
function closingIn({ settled }: DossierRow, { acts }: Procedure): Hex[] {
  return Object.entries(settled.current).flatMap(([name, { leaf, last }]) =>
    own(acts, name)?.to === settled.state && last === settled.closed ? [leaf] : [],
  )
}

/** A log that is dated to the past, which no reader can refuse, ends nothing that its reader wrote before its time. */
function laterOf(known: number | null, written: number): number | null {
  return known === null ? null : Math.max(known, written)
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
 * The same, but of what a log says that is dated ahead of our clock, when the author's own log covered that: whoever dates its
 * log ahead keeps by it neither what the other side recalled nor what is over. Of a closing this says nothing: its author would
 * end by it what others wrote.
 */
async function heardAt(
  { clock }: Pick<Node, 'clock'>,
  relation: Relation,
  reader: Reader,
  entries: readonly { leaf: Hex; side: Party; index: number }[],
  known: ReadonlyMap<Hex, number | null>,
): Promise<Map<Hex, number | null>> {
  const found = new Map(known)
  const latest = clock() + relation.tolerance
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
