/**
 * Folds the relation's own dossier one settled entry at a time. Every act elsewhere asks what was agreed there, so it
 * has to be answered however much either side has put into it. Parts are read only of entries that may have had effect,
 * a few at a time, and are not kept.
 */
import {
  type Party,
  placeDossier,
  type Readings,
  restsOnInstruments,
  type Terms,
  termsReadings,
} from '@counterpart/casework'
import type { Hex } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { EntryRow, Reader } from '../../store/store.ts'
import { entryOf } from '../log/entry.ts'
import { procedureIn } from '../procedure-in.ts'
import { type Node, otherThan, type Relation } from '../relation.ts'
import { newTurns } from '../turns.ts'
import type { Settlers } from './settlers.ts'

export interface FoldedTerms {
  id: Hex
  readings: Readings<Terms>
  /** How much of each log it was made from. */
  at: { keeper: number; guest: number }
  /** Where the last of them stands. */
  last: number
}

export interface TermsPorts {
  node: Node
  relation: Relation
  reader: Pick<Reader, 'dossierOf' | 'judged' | 'placesByLeaf' | 'parts'>
  settlers: Settlers
}

const PAGE = 256
/** Entries whose parts are read together: so many fit, whatever they hold. */
const BODIES = 16

/** `ends`: how much of each log is settled, and asked for. `before` stays as it was. */
export async function foldTerms(
  id: Hex,
  ends: FoldedTerms['at'],
  ports: TermsPorts,
  before: FoldedTerms | null | 'anew',
  page = PAGE,
): Promise<FoldedTerms> {
  const { node, relation } = ports
  const keeper = relation.parties[0]
  const earlier = before === 'anew' || !goesOn(before, id, ends) ? null : before
  const at = earlier?.at ?? { keeper: 0, guest: 0 }
  let last = earlier?.last ?? -1
  const base = { parties: relation.parties, relation: relation.id, procedure: procedureIn(node) }
  const { add, readings } = termsReadings(base, earlier?.readings)
  const giveWay = newTurns(node)
  const believes = before !== 'anew' && !restsElsewhere(node)
  for await (const rows of inOrder(id, at, ends, ports, page)) {
    const fresh = await withoutRepeats(rows, ports.reader)
    const open = believes ? await withoutEffectless(fresh, ports.reader) : fresh
    for (let from = 0; from < open.length; from += BODIES) {
      const some = open.slice(from, from + BODIES)
      const parts = await ports.reader.parts(some.map(({ leaf }) => leaf))
      for (const row of some) {
        await giveWay()
        const entry = entryOf(row, parts.get(row.leaf) ?? [])
        const [placed] = placeDossier([entry], keeper, ports.settlers.of(keeper))
        if (!placed || placed.settler === null) continue
        const place = placed.settler * 2 + (placed.by === 'keeper' ? 1 : 0)
        if (place < last) {
          if (!earlier) throw new NodeError({ code: 'internal', message: 'entries come in another order' })
          // After a log was begun anew an entry may belong before one that was folded already: then everything is folded again.
          return foldTerms(id, ends, ports, null, page)
        }
        last = place
        add(placed)
      }
    }
  }
  return { id, readings, at: ends, last }
}

function goesOn(before: FoldedTerms | null, id: Hex, ends: FoldedTerms['at']): before is FoldedTerms {
  return before?.id === id && before.at.keeper <= ends.keeper && before.at.guest <= ends.guest
}

/** Without the entries that were settled without effect: a settled verdict stays. */
export async function withoutEffectless(
  rows: readonly EntryRow[],
  reader: Pick<Reader, 'judged'>,
): Promise<EntryRow[]> {
  const judged = await reader.judged(rows.map(({ leaf }) => leaf))
  return rows.filter(({ leaf }) => {
    const found = judged.get(leaf)
    return found === undefined || found.settler === null || found.verdict === 'effective'
  })
}

/** Whether a verdict in the relation's own dossier may depend on another dossier: then stored verdicts are not believed. */
function restsElsewhere({ procedures }: Node): boolean {
  return [...procedures.values()].some(
    ({ procedure }) => procedure.plays?.as === 'relation' && restsOnInstruments(procedure),
  )
}

/**
 * An entry that stands twice in its author's log has a place only once. A copy in the other log needs no check: its
 * office is not of that log's author.
 */
async function withoutRepeats(
  rows: readonly EntryRow[],
  reader: Pick<Reader, 'placesByLeaf'>,
): Promise<EntryRow[]> {
  const places = await reader.placesByLeaf(rows.map(({ leaf }) => leaf))
  const first = new Map(places.map(({ side, leaf, index }) => [`${side} ${leaf}`, index]))
  return rows.filter(({ side, leaf, index }) => first.get(`${side} ${leaf}`) === index)
}

/** Openings and acts of both logs by their place, some at a time. */
async function* inOrder(
  id: Hex,
  at: FoldedTerms['at'],
  ends: FoldedTerms['at'],
  { relation, reader, settlers }: TermsPorts,
  page: number,
): AsyncGenerator<EntryRow[]> {
  const keeper = relation.parties[0]
  const guest = otherThan(relation, keeper)
  const pagesOf = async (side: Party, from: number, end: number) => {
    const rows = from < end ? await reader.dossierOf(side, id, from, page) : []
    const within = rows.filter(({ index }) => index < end)
    if (side === guest)
      await settlers.prepare(
        keeper,
        within.map(({ index }) => index),
      )
    return { within, next: rows.length < page ? end : (rows.at(-1)?.index ?? end) + 1 }
  }
  const of = settlers.of(keeper)
  const placeOf = (row: EntryRow) => of(row.index)?.index ?? Number.POSITIVE_INFINITY
  let kept = await pagesOf(keeper, at.keeper, ends.keeper)
  let given = await pagesOf(guest, at.guest, ends.guest)
  while (kept.within.length + given.within.length > 0) {
    const rows: EntryRow[] = []
    let [k, g] = [0, 0]
    // Only as long as both pages have a next entry: an entry of the next page may belong before the other log's next one.
    while (rows.length < page) {
      const [one, other] = [kept.within[k], given.within[g]]
      if (!one && kept.next < ends.keeper) break
      if (!other && given.next < ends.guest) break
      if (!one && !other) break
      const isGuests = other !== undefined && (one === undefined || placeOf(other) <= one.index)
      rows.push((isGuests ? other : one) as EntryRow)
      if (isGuests) g += 1
      else k += 1
    }
    kept.within.splice(0, k)
    given.within.splice(0, g)
    yield rows.filter(({ kind }) => kind === 'open' || kind === 'act')
    if (kept.within.length === 0 && kept.next < ends.keeper)
      kept = await pagesOf(keeper, kept.next, ends.keeper)
    if (given.within.length === 0 && given.next < ends.guest)
      given = await pagesOf(guest, given.next, ends.guest)
  }
}
