/** Instruments that acts elsewhere rest on: read once in a transaction, asked through each act's cut. */
import {
  type Cut,
  type Entry,
  inForceReader,
  instrumentsNamed,
  keeperOf,
  type Party,
  type Placed,
  placeDossier,
  type Terms,
} from '@counterpart/casework'
import type { Hex } from '@counterpart/protocol'
import { entryOf } from './entry.ts'
import type { FoldReader } from './load-dossier.ts'
import { procedureIn } from './procedure-in.ts'
import { type Node, otherThan, type Relation } from './relation.ts'
import type { Settlers } from './settlers.ts'
import { withoutCopies } from './without-copies.ts'

export interface Instruments {
  /** To be awaited before `inForce` is asked about these; an unknown one is not in force. */
  prepare(ids: readonly Hex[]): Promise<void>
  inForce(id: Hex, cut: Cut, asking: Party): boolean
}

/** `added`: entries of a dossier that this transaction has not written yet. */
export function newInstruments(
  node: Node,
  relation: Relation,
  reader: FoldReader,
  settlers: Settlers,
  terms: (cut: Cut, keeper: Party) => Terms,
  added: (id: Hex) => readonly Entry[],
): Instruments {
  const find = procedureIn(node)
  const base = { parties: relation.parties, relation: relation.id, procedure: find, terms }
  const known = new Map<Hex, { placed: Placed[]; keeper: Party }>()
  let inForce = inForceReader(() => null, base)

  async function read(id: Hex): Promise<void> {
    const rows = withoutCopies(await reader.dossierEntries(id))
    const parts = await reader.parts(rows.map((row) => row.leaf))
    const stored = rows.map((row) => entryOf(row, parts.get(row.leaf) ?? []))
    const held = new Set(stored.map(({ leaf }) => leaf))
    const entries = [...stored, ...added(id).filter(({ leaf }) => !held.has(leaf))]
    const opening = entries.find(({ header }) => header?.kind === 'open' && find(header.procedure) !== null)
    const procedure = opening?.header?.kind === 'open' ? find(opening.header.procedure) : null
    if (!opening || !procedure) return
    const keeper = keeperOf(procedure, opening.side, relation.parties)
    const guest = otherThan(relation, keeper)
    await settlers.prepare(
      keeper,
      entries.filter(({ side }) => side === guest).map(({ index }) => index),
    )
    known.set(id, { placed: placeDossier(entries, keeper, settlers.of(keeper)), keeper })
    await readAll(
      instrumentsNamed(
        procedure,
        entries.map(({ kept }) => kept),
      ).filter((one) => !known.has(one)),
    )
  }

  async function readAll(ids: readonly Hex[]): Promise<void> {
    for (const id of ids) await read(id)
  }

  return {
    // Read again each time: a command before this one may have ended an instrument.
    async prepare(ids) {
      if (ids.length === 0) return
      await readAll(ids)
      inForce = inForceReader((id) => known.get(id) ?? null, base)
    },
    inForce: (id, cut, asking) => inForce(id, cut, asking),
  }
}
