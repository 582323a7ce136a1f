/**
 * What the parties have agreed, as it was settled at each place of the relation's own dossier. An act
 * elsewhere reads it through its cut: never as it is now.
 */
import {
  type Cut,
  NO_TERMS,
  type Party,
  placeDossier,
  readThrough,
  singletonId,
  type Terms,
  termsReader,
} from '@counterpart/casework'
import type { Hex } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { Reader } from '../../store/store.ts'
import { entriesOf } from '../log/entry.ts'
import { procedureIn } from '../procedure-in.ts'
import { type Node, otherThan, type Relation } from '../relation.ts'
import { newTurns } from '../turns.ts'
import { newAtOnce } from './at-once.ts'
import type { Settlers } from './settlers.ts'
import { type FoldedTerms, foldTerms } from './terms-fold.ts'
import { contradicted } from './whole.ts'
import { withoutCopies } from './without-copies.ts'

export interface Agreed {
  /** Names what this was made from: the end of the dossier in each log, and how far the guest's log is settled. */
  from: string
  terms(cut: Cut, keeper: Party): Terms
  /** The fold that the next reading goes on from; `null` where there is none. */
  folded: FoldedTerms | null
}

const NOTHING: Agreed = { from: '', terms: () => NO_TERMS, folded: null }

/** The ids that the relation's own dossier has under the procedures known here. */
export function ownDossiers(node: Node, relation: Relation): Hex[] {
  const names = new Set<string>()
  for (const { procedure } of node.procedures.values())
    if (procedure.plays?.as === 'relation') names.add(procedure.name)
  return [...names].sort().map((name) => singletonId(relation.id, name))
}

/**
 * `earlier` is used again when nothing was added to the dossier, and is the start of the fold otherwise. `anew`: from
 * the entries alone, and no stored verdict is believed.
 */
export async function loadTerms(
  node: Node,
  relation: Relation,
  reader: Reader,
  settlers: Settlers,
  earlier: Agreed | null | 'anew',
): Promise<Agreed> {
  const before = earlier === 'anew' ? null : earlier
  for (const id of ownDossiers(node, relation)) {
    const last = await reader.lastIn(id)
    if (last.ours === null && last.theirs === null) continue
    const keeper = relation.parties[0]
    const isOurs = keeper === relation.ours
    const [end, guestEnd] = isOurs ? [last.ours, last.theirs] : [last.theirs, last.ours]
    const ends = { keeper: (end ?? -1) + 1, guest: Math.min(settlers.reach(keeper), (guestEnd ?? -1) + 1) }
    const from = [id, last.ours, last.theirs, ends.guest, relation.readsWhole].join(':')
    // Settled entries do not change, so without a new one the answer is the same. Every act comes by here, however long
    // the dossier is.
    if (before?.from === from) return before
    if (relation.readsWhole)
      return { from, terms: await wholeTerms(id, node, relation, reader, settlers), folded: null }
    const ports = { node, relation, reader, settlers }
    const folded = await foldTerms(id, ends, ports, earlier === 'anew' ? 'anew' : (before?.folded ?? null))
    const terms = (cut: Cut, asking: Party) =>
      readThrough(folded.readings, keeper, relation.parties, cut, asking) ?? contradicted(relation)
    return { from, terms, folded }
  }
  return NOTHING
}

/** Reads everything that was ever put into the dossier. */
async function wholeTerms(
  id: Hex,
  node: Node,
  relation: Relation,
  reader: Reader,
  settlers: Settlers,
): Promise<Agreed['terms']> {
  const keeper = relation.parties[0]
  const guest = otherThan(relation, keeper)
  const rows = withoutCopies(await reader.dossierEntries(id))
  const guests = rows.filter((row) => row.side === guest).map((row) => row.index)
  await settlers.prepare(keeper, guests)
  const of = settlers.of(keeper)
  const parts = await reader.parts(rows.map((row) => row.leaf))
  newAtOnce(reader).parts(id, parts)
  const entries = await entriesOf(rows, parts, newTurns(node))
  const base = { parties: relation.parties, relation: relation.id, procedure: procedureIn(node) }
  return termsReader(placeDossier(entries, keeper, of), keeper, base)
}

/** Terms that are read beside the dossiers which will ask for them. */
export function newTerms(): {
  of: Agreed['terms']
  load: (...from: Parameters<typeof loadTerms>) => Promise<Agreed>
} {
  let agreed: Agreed | null = null
  return {
    of(cut, keeper) {
      if (agreed === null)
        throw new NodeError({ code: 'internal', message: 'terms were asked before they were read' })
      return agreed.terms(cut, keeper)
    },
    async load(...from) {
      agreed = await loadTerms(...from)
      return agreed
    },
  }
}
