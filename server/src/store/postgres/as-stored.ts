/** The part of a reader that shows rows as they lie there. */
import type { TallyChange } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import type { AtRest } from '../../keys/at-rest.ts'
import type { LedTable, StoredPart } from '../as-stored.ts'
import type { EntryRow, Falling } from '../store.ts'
import { misfiled } from './dossier-write.ts'
import { EpochReader } from './epochs.ts'
import type { Known } from './heads.ts'
import { isBeyond, orphans } from './mend.ts'
import { readStoredParts } from './parts.ts'
import type { Session, Statement } from './session.ts'
import { tallyRows } from './tally.ts'
import { hashOf, hashOrNull, hexOf } from './values.ts'

export interface EntryColumns {
  own: boolean
  index: number
  leaf: Uint8Array
  bytes: Uint8Array
  running: number
  time: number
  kind: EntryRow['kind']
  dossier: Uint8Array | null
  lowered: boolean | null
}

export const ENTRY = 'own, index, leaf, bytes, running, time, kind, dossier, lowered'

const STORED: Statement = {
  name: 'stored-entries',
  text: `select ${ENTRY} from counterpart.entry
    where relation = $1 and own = $2 and index >= $3 order by index limit $4`,
}

const STORED_DOSSIER: Statement = {
  name: 'stored-dossier',
  text: `select ${ENTRY} from counterpart.entry
    where relation = $1 and dossier = $2 order by own desc, index`,
}

const FIRST_BY_LEAF: Statement = {
  name: 'entries-by-leaf',
  text: `select distinct on (leaf) ${ENTRY} from counterpart.entry
    where relation = $1 and leaf = any($2::bytea[]) order by leaf, own desc, index`,
}

const STORED_FALLING: Statement = {
  name: 'stored-falling',
  text: `select dossier, at::text, recalled::text from counterpart.falling
    where relation = $1 and dossier = any($2::bytea[])`,
}

export class AsStoredReader extends EpochReader {
  protected readonly keys: AtRest

  constructor(session: Session, relation: Known, keys: AtRest) {
    super(session, relation)
    this.keys = keys
  }

  async storedEntries(side: string, from: number, limit: number): Promise<EntryRow[]> {
    return this.#rows(STORED, [this.own(side), from, limit])
  }

  async storedDossier(dossier: string): Promise<EntryRow[]> {
    const id = hashOrNull(dossier)
    return id === null ? [] : this.#rows(STORED_DOSSIER, [id])
  }

  entriesByLeaf(leaves: string[]): Promise<EntryRow[]> {
    return this.#rows(FIRST_BY_LEAF, [leaves.map(hashOrNull).filter((hash) => hash !== null)])
  }

  storedParts(leaf: string): Promise<StoredPart[]> {
    return readStoredParts(this.session, this.relation, this.keys, leaf)
  }

  misfiled(dossiers: string[]): Promise<string[]> {
    return misfiled(this.session, this.relation, dossiers)
  }

  tallyRows(): Promise<TallyChange[]> {
    return tallyRows(this.session, this.relation)
  }

  async storedFalling(dossiers: string[]): Promise<Map<string, Falling>> {
    const rows = await this.session.rows<{ dossier: Uint8Array; at: string; recalled: string | null }>(
      STORED_FALLING,
      [this.relation.id, dossiers.map(hashOf)],
    )
    return new Map(
      rows.map(({ dossier, at, recalled }) => [
        hexOf(dossier),
        { at: Number(at), recalled: recalled === null ? null : Number(recalled) },
      ]),
    )
  }

  orphans(table: LedTable, after: string | null, limit: number) {
    return orphans(this.session, this.relation, table, after, limit)
  }

  isBeyond(side: string): Promise<boolean> {
    return isBeyond(this.session, this.relation, this.own(side))
  }

  protected own(side: string): boolean {
    if (side === this.relation.ours) return true
    if (side === this.relation.theirs) return false
    throw new NodeError({ code: 'internal', message: 'store: a side that is no party' })
  }

  protected side(own: boolean): string {
    return own ? this.relation.ours : this.relation.theirs
  }

  async #rows(statement: Statement, values: unknown[]): Promise<EntryRow[]> {
    const rows = await this.session.rows<EntryColumns>(statement, [this.relation.id, ...values])
    return rows.map((row) => entryIn(row, this.side(row.own)))
  }
}

export function entryIn(row: EntryColumns, side: string): EntryRow {
  return {
    side,
    index: row.index,
    leaf: hexOf(row.leaf),
    bytes: row.bytes,
    running: row.running,
    time: row.time,
    kind: row.kind,
    dossier: row.dossier === null ? null : hexOf(row.dossier),
    ...(row.lowered === true ? { lowered: true } : {}),
  }
}
