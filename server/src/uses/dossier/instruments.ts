/**
 * Dossiers that acts elsewhere rest on, instruments most of all: read once in a transaction, asked through each act's cut. All
 * that it reads of them stays until it ends, so that they have to fit together (SYNC-17), however many acts name them one after
 * the other.
 */
import {
  type Cut,
  type Entry,
  type FoldContext,
  inForceReader,
  keeperOf,
  opensGround,
  type Party,
  type Placed,
  placeDossier,
  type Terms,
} from '@counterpart/casework'
import type { Hex } from '@counterpart/protocol'
import { entriesOf, headerOf } from '../log/entry.ts'
import { procedureIn } from '../procedure-in.ts'
import { type Node, otherThan, type Relation } from '../relation.ts'
import { newTurns } from '../turns.ts'
import { newAtOnce } from './at-once.ts'
import type { FoldReader } from './load-dossier.ts'
import type { Settlers } from './settlers.ts'
import { withoutEffectless } from './terms-fold.ts'
import { contradicted } from './whole.ts'
import { withoutCopies } from './without-copies.ts'

export interface Instruments {
  /**
   * To be awaited before anything is asked about these; an unknown one is neither in force nor carried out. `procedures`: names of
   * those looked for beside instruments.
   */
  prepare(ids: readonly Hex[], procedures?: ReadonlySet<string>): Promise<void>
  /** Those that were read. */
  named(): Hex[]
  inForce: FoldContext['inForce']
  carriedOut: FoldContext['carriedOut']
  isUnchanged(id: Hex, lesser: Cut, greater: Cut, asking: Party): boolean
}

const NO_PROCEDURES: ReadonlySet<string> = new Set()

/** `added`: entries of a dossier that this transaction has not written yet. `anew`: stored verdicts are not believed. */
export function newInstruments(
  node: Node,
  relation: Relation,
  reader: FoldReader,
  settlers: Settlers,
  terms: (cut: Cut, keeper: Party) => Terms,
  added: (id: Hex) => readonly Entry[],
  anew = false,
): Instruments {
  const find = procedureIn(node)
  const base = { parties: relation.parties, relation: relation.id, procedure: find, terms }
  const known = new Map<Hex, { placed: Placed[]; keeper: Party; added: number }>()
  /** Ids that were asked about and open nothing that can be rested on: they are not read again. */
  const others = new Set<string>()
  const isWhole = relation.readsWhole
  const whole = () => (isWhole ? undefined : contradicted(relation))
  let reading = inForceReader(() => null, base)
  const atOnce = newAtOnce(reader)
  const giveWay = newTurns(node)

  async function isGround(id: Hex, procedures: ReadonlySet<string>): Promise<boolean> {
    const row = await reader.entryByLeaf(id)
    const header = row ? headerOf(row) : (added(id).find(({ leaf }) => leaf === id)?.header ?? null)
    if (header === null) return false
    const isOne = opensGround(header, find, procedures)
    if (!isOne) others.add(keyOf(id, procedures))
    return isOne
  }

  async function read(id: Hex): Promise<void> {
    const held = await reader.dossierEntries(id)
    atOnce.rows(id, held)
    const rows = withoutCopies(held)
    // An act without its kept part has no effect. So the parts of acts that were settled without effect are not read,
    // however much either side has put there.
    const judged = anew || isWhole ? rows : await withoutEffectless(rows, reader)
    const parts = await reader.parts(judged.map((row) => row.leaf))
    atOnce.parts(id, parts)
    const stored = await entriesOf(rows, parts, giveWay)
    const leaves = new Set(stored.map(({ leaf }) => leaf))
    const more = added(id)
    const entries = [...stored, ...more.filter(({ leaf }) => !leaves.has(leaf))]
    const opening = entries.find(({ header }) => opensGround(header, find))
    const procedure = opening?.header?.kind === 'open' ? find(opening.header.procedure) : null
    if (!opening || !procedure) return
    const keeper = keeperOf(procedure, opening.side, relation.parties)
    const guest = otherThan(relation, keeper)
    await settlers.prepare(
      keeper,
      entries.filter(({ side }) => side === guest).map(({ index }) => index),
    )
    const placed = placeDossier(entries, keeper, settlers.of(keeper))
    known.set(id, { placed, keeper, added: more.length })
  }

  return {
    async prepare(ids, procedures = NO_PROCEDURES) {
      let isChanged = false
      for (const id of ids) {
        // Read once for all entries that name it: otherwise a batch in
        // which each entry names it would cost the square of its length.
        if (others.has(keyOf(id, procedures)) || known.get(id)?.added === added(id).length) continue
        if (!(await isGround(id, procedures))) continue
        // Read again where this transaction added to it: it may have ended.
        await read(id)
        isChanged = true
      }
      if (isChanged) reading = inForceReader((id) => known.get(id) ?? null, base, whole)
    },
    named: atOnce.ids,
    inForce: (...asked) => reading.inForce(...asked),
    carriedOut: (...asked) => reading.carriedOut(...asked),
    isUnchanged: (...asked) => reading.isUnchanged(...asked),
  }
}

/** What is not looked for by one may be by another. */
function keyOf(id: Hex, procedures: ReadonlySet<string>): string {
  return [id, ...procedures].join(' ')
}
