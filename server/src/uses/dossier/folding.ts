/**
 * Dossiers inside one transaction: each is loaded once, carried on from its last settled state over what
 * is new, and written back once. Only the unsettled tail is ever folded again.
 */
import {
  type Cut,
  type DossierState,
  dossierContext,
  type Entry,
  type FoldContext,
  instrumentsNamed,
  type Judged,
  type Party,
  type Placed,
  type Procedure,
  placeDossier,
  proceduresNamed,
  step,
  type Terms,
} from '@counterpart/casework'
import type { Hex } from '@counterpart/protocol'
import type { DossierRow, EntryRow, JudgedRow } from '../../store/store.ts'
import { allOf } from '../all-of.ts'
import { procedureIn } from '../procedure-in.ts'
import { type Node, otherThan, type Relation } from '../relation.ts'
import { newTurns } from '../turns.ts'
import { newAtOnce } from './at-once.ts'
import { newInstruments } from './instruments.ts'
import { type FoldReader, loadDossier } from './load-dossier.ts'
import { noRetentions, type Retentions, retain } from './position.ts'
import type { Settlers } from './settlers.ts'

/** What others may name an entry for. */
export type Named = Pick<Entry, 'side' | 'index' | 'header'>

export interface Held {
  id: Hex
  before: DossierRow | null
  keeper: Party
  guest: Party
  /** Its opening, where that was stored before. */
  opening: EntryRow | null
  /** What the dossier is taken for; `null` when nobody here knows its declaration. */
  procedure: Procedure | null
  /** What is not settled yet, or only now; everything in the dossier when acts crossed. */
  entries: Entry[]
  /** Whether an act of the guest met one of the keeper that its author had not seen, or may have elsewhere. */
  crossing: boolean
  /** Whether an entry that was stored before recalls another. */
  recalls: boolean
  retentions: Retentions
  /** How many were stored of it before, copies too. */
  stored: number
  /** Every entry of the dossier by leaf. */
  known: Map<Hex, Named>
  settled: DossierState | null
  /** `settled` and our own acts that are on their way. */
  ahead: DossierState | null
  /** Settled and not folded yet, in their order. */
  waiting: Placed[]
  /** What this transaction judged, by leaf. */
  judged: Map<Hex, Judged>
  changed: boolean
}

export interface Folding {
  /** `null` for an id under which nothing was ever written. */
  dossier(id: Hex): Promise<Held | null>
  /** Reads all of these together, so that `dossier` finds each there. @throws NodeError `dossier-too-large` */
  load(ids: readonly Hex[]): Promise<void>
  /** To be awaited before an act with such a kept part is attempted: what its conditions ask about is read. */
  restsOn(procedure: Procedure, kept: readonly Entry['kept'][]): Promise<void>
  /** Folds what is settled by an entry of the keeper's log up to this index. Others have their turn while it is long. */
  settle(held: Held, upTo: number): Promise<void>
  /** Folds everything settled, then the tail. `known`: entries of the keeper's log that are held. */
  finish(held: Held, known: number): Promise<void>
  /** Adds an entry of ours at the end when it has effect; otherwise nothing changes. */
  attempt(held: Held, entry: Entry, known: number): Judged['verdict']
  /** A dossier that an entry of ours opens; not kept unless the attempt has effect. */
  opening(id: Hex, procedure: Procedure, keeper: Party): Held
  keep(held: Held): void
  held(): Held[]
  /** All that were read because what is loaded names them. */
  instruments(): Hex[]
}

export interface FoldingPorts {
  node: Node
  relation: Relation
  reader: FoldReader
  settlers: Settlers
  terms: (cut: Cut, keeper: Party) => Terms
  /** Believes nothing that was folded before: everything comes from the entries. */
  anew?: boolean
}

export function newFolding(ports: FoldingPorts): Folding {
  const { node, relation, reader, settlers, terms, anew = false } = ports
  const loaded = new Map<Hex, Held | null>()
  /** Dossiers that are being read: nobody gets one before its instruments are there, and none is read twice. */
  const loading = new Map<Hex, Promise<Held | null>>()
  const instruments = newInstruments(
    node,
    relation,
    reader,
    settlers,
    terms,
    (id) => loaded.get(id)?.entries ?? [],
    anew,
  )
  const views = new WeakMap<Held, { entries: number; viewOf: FoldContext['viewOf'] }>()
  const atOnce = newAtOnce(reader)
  const giveWay = newTurns(node)
  const base = {
    parties: relation.parties,
    relation: relation.id,
    terms,
    procedure: procedureIn(node),
    inForce: instruments.inForce,
    carriedOut: instruments.carriedOut,
    isUnchanged: instruments.isUnchanged,
  }

  function contextFor(held: Held, state: DossierState | null): FoldContext {
    const entryOf = (leaf: Hex) => held.known.get(leaf) ?? null
    // Where no acts crossed, the author saw exactly what stands before the act.
    return { ...base, entryOf, viewOf: held.crossing ? viewsOf(held) : () => state }
  }

  /** Made once as long as no entry is added: the view of one author goes on from that of the last. */
  function viewsOf(held: Held): FoldContext['viewOf'] {
    const before = views.get(held)
    if (before?.entries === held.entries.length) return before.viewOf
    const { keeper, entries } = held
    const { viewOf } = dossierContext(base, held.procedure, entries, keeper, settlers.of(keeper))
    views.set(held, { entries: entries.length, viewOf })
    return viewOf
  }

  function carry(held: Held, state: DossierState | null, placed: Placed): DossierState | null {
    const done = step(held.procedure, state, placed, contextFor(held, state))
    held.judged.set(placed.entry.leaf, { placed, verdict: done.verdict })
    held.changed = true
    return done.state
  }

  async function load(id: Hex): Promise<Held | null> {
    try {
      const held = await loadDossier(id, ports, atOnce, giveWay)
      if (held?.procedure) await folding.restsOn(held.procedure, said(held))
      // Only now: otherwise whoever asks again after a failure would get a dossier without its instruments.
      loaded.set(id, held)
      return held
    } finally {
      loading.delete(id)
    }
  }

  const folding: Folding = {
    async dossier(id) {
      const reading = loading.get(id)
      if (reading) return reading
      if (loaded.has(id)) return loaded.get(id) ?? null
      const begun = load(id)
      loading.set(id, begun)
      return begun
    },
    async load(ids) {
      await allOf([...new Set(ids)].map((id) => folding.dossier(id)))
    },
    restsOn: (procedure, kept) =>
      instruments.prepare(instrumentsNamed(procedure, kept), proceduresNamed(procedure)),
    async settle(held, upTo) {
      while (held.waiting[0] && (held.waiting[0].settler ?? 0) <= upTo) {
        const placed = held.waiting.shift()
        if (placed) held.settled = carry(held, held.settled, placed)
        await giveWay()
      }
    },
    async finish(held, known) {
      await folding.settle(held, Number.MAX_SAFE_INTEGER)
      held.ahead = held.settled
      held.changed = true
      if (held.guest !== relation.ours) return
      const of = settlers.of(held.keeper)
      const tail = held.entries.filter(
        (entry) => entry.side === held.guest && isUnsettled(held, entry) && of(entry.index) === null,
      )
      for (const placed of placeDossier(tail, held.keeper, () => null, known)) {
        held.ahead = carry(held, held.ahead, placed)
        await giveWay()
      }
    },
    attempt(held, entry, known) {
      const [placed] = placeDossier([entry], held.keeper, () => null, known)
      if (!placed) return { kind: 'void', code: 'malformed' }
      const done = step(held.procedure, held.ahead, placed, contextFor(held, held.ahead))
      if (done.verdict.kind !== 'effective') return done.verdict
      held.entries.push(entry)
      held.known.set(entry.leaf, entry)
      held.judged.set(entry.leaf, { placed, verdict: done.verdict })
      retain(held.retentions, entry.header, (leaf) => held.known.get(leaf)?.header ?? null)
      held.ahead = done.state
      if (held.keeper === relation.ours) held.settled = done.state
      held.changed = true
      return done.verdict
    },
    opening: (id, procedure, keeper) => ({
      id,
      before: null,
      keeper,
      guest: otherThan(relation, keeper),
      opening: null,
      procedure,
      entries: [],
      crossing: false,
      recalls: false,
      retentions: noRetentions(),
      stored: 0,
      known: new Map(),
      settled: null,
      ahead: null,
      waiting: [],
      judged: new Map(),
      changed: false,
    }),
    keep: (held) => {
      loaded.set(held.id, held)
    },
    held: () => [...loaded.values()].filter((held) => held !== null),
    instruments: () => instruments.named(),
  }
  return folding
}

function said({ entries, settled, ahead }: Held): Entry['kept'][] {
  return [...entries.map(({ kept }) => kept), settled?.kept ?? null, ahead?.kept ?? null]
}

/** Entries before the place of the settled state are in it; with no settled state, none is. */
function isUnsettled(held: Held, entry: Entry): boolean {
  return entry.index >= (held.before?.at.guest ?? 0)
}

export function judgedRow({ placed, verdict }: Judged): JudgedRow {
  return {
    leaf: placed.entry.leaf,
    verdict: verdict.kind,
    code: verdict.kind === 'effective' ? null : verdict.code,
    settler: placed.settler,
    time: placed.time,
  }
}
