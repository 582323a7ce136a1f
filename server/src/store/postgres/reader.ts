/** Reads a relation within one transaction. */
import { createHash } from 'node:crypto'
import type { TallySum } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import { keyAt } from '../cursor.ts'
import { inTurns } from '../dossier-text.ts'
import type { DossiersWithin, Named, RoomLeft } from '../large.ts'
import type {
  AnnouncedFound,
  CheckpointRow,
  DossierFilter,
  DossierKey,
  DossierQuery,
  DossierRow,
  EntryPlace,
  EntryRow,
  Gauge,
  Heads,
  IncidentRow,
  JudgedRow,
  PartState,
  PartStates,
  Reader,
  Received,
  StampRow,
  SumQuery,
  Tally,
  WitnessedRow,
} from '../store.ts'
import { readAnnounced } from './announcements.ts'
import { ENTRY, type EntryColumns, entryIn } from './as-stored.ts'
import { keysStatement, pageStatement, tallyStatement } from './dossier-query.ts'
import { type FoldColumns, foldIn, type KeyColumns } from './folds.ts'
import { gauge, newestIncidents } from './gauge.ts'
import { readHeads } from './heads.ts'
import { inDossierOf, keyChangesOf, markFromOf, markOverOf } from './of-kind.ts'
import { newestStamps, newestWitnessed, stampFrom, witnessedFrom } from './outside.ts'
import { readPartStates, readParts } from './parts.ts'
import { RetentionReader } from './retention.ts'
import { byDossiersOf, checkFolds, checkRows, DOSSIERS_NAMED, roomFor, roomIn } from './room.ts'
import type { Statement } from './session.ts'
import { tallyRule, tallySums } from './tally.ts'
import { hashesIn, hashOrNull, hexOf, wordKey } from './values.ts'

const ENTRIES: Statement = {
  name: 'entries',
  text: `select ${ENTRY} from (
      select *, sum(weight) over (order by index) as total from (
        select ${ENTRY}, weight from counterpart.entry
        where relation = $1 and own = $2 and index >= $3 order by index limit $4
      ) page
    ) weighed where total <= $5 or index = $3 order by index`,
}

const TAIL: Statement = {
  name: 'tail',
  text: `select ${ENTRY} from counterpart.entry
    where relation = $1 and own = $2 and index < $3 order by index desc limit $4`,
}

const BY_LEAF: Statement = {
  name: 'entry-by-leaf',
  text: `select ${ENTRY} from counterpart.entry
    where relation = $1 and leaf = $2 and ($3::boolean is null or own = $3) order by own desc, index limit 1`,
}

const PLACES: Statement = {
  name: 'places-by-leaf',
  text: `select distinct on (leaf, own) own, index, leaf from counterpart.entry
    where relation = $1 and leaf = any($2::bytea[]) order by leaf, own desc, index`,
}

const LAST_IN: Statement = {
  name: 'last-in-dossier',
  text: `select
      (select max(index) from counterpart.entry where relation = $1 and dossier = $2 and own) as ours,
      (select max(index) from counterpart.entry where relation = $1 and dossier = $2 and not own) as theirs`,
}

const RECEIVED: Statement = {
  name: 'last-received',
  text: `with last as (
      select e.* from unnest($2::bytea[]) as asked(id)
      cross join lateral (
        select * from counterpart.entry e
        where e.relation = $1 and e.dossier = asked.id and not e.own and e.kind in ('open', 'act')
          and not exists (
            select 1 from counterpart.entry other
            where other.relation = $1 and other.leaf = e.leaf and (other.own or other.index < e.index)
          )
        order by e.index desc limit 1
      ) e
    )
    select ${ENTRY} from last
    union all
    select ${ENTRY.split(', ')
      .map((column) => `e.${column}`)
      .join(', ')}
    from last join counterpart.entry e
      on e.relation = $1 and e.dossier = last.dossier and e.own and e.running > last.index
    order by own, index`,
}

const SETTLERS: Statement = {
  name: 'settlers',
  text: `select asked.guest, e.index, e.time from unnest($3::bigint[]) as asked(guest) cross join lateral (
      select index, time from counterpart.entry
      where relation = $1 and own = $2 and running > asked.guest order by running, index limit 1
    ) e`,
}

interface CheckpointColumns {
  size: number
  note: string
  lines: string | null
}

function checkpoint(name: string, cosigned: boolean, where: string, order: 'asc' | 'desc'): Statement {
  const note = `(${beside('note', 'checkpoint')})`
  // With a cosignature wanted, the scan goes along the cosignatures: there may be many checkpoints without. One whose
  // head a disk has lost is the receipt of nothing here, as long as nobody has put that head back.
  const [columns, along, also] = cosigned
    ? [`${note} as note, a.lines`, 'cosignature', `and ${note} is not null`]
    : [`a.note, (${beside('lines', 'cosignature')}) as lines`, 'checkpoint', '']
  return {
    name,
    text: `select a.size, ${columns} from counterpart.${along} a
      where a.relation = $1 and a.own = $2 ${where} ${also} order by a.size ${order} limit 1`,
  }
}

/** By itself: a join planned while the tables were small reads both of them whole. */
function beside(column: string, table: string): string {
  return `select ${column} from counterpart.${table} b where b.relation = $1 and b.own = $2 and b.size = a.size`
}

const CHECKPOINT_FROM = checkpoint('checkpoint-from', false, 'and a.size >= $3', 'asc')
const COSIGNED_FROM = checkpoint('cosigned-from', true, 'and a.size >= $3', 'asc')
const CHECKPOINT_LAST = checkpoint('checkpoint-last', false, '', 'desc')
const COSIGNED_LAST = checkpoint('cosigned-last', true, '', 'desc')

const JUDGED: Statement = {
  name: 'judged',
  text: `select leaf, verdict, code, settler, time from counterpart.judged
    where relation = $1 and leaf = any($2::bytea[])`,
}

const WAKING: Statement = {
  name: 'dossiers-waking',
  text: `select id from counterpart.dossier
    where relation = $1 and wakes <= $2 order by wakes limit $3`,
}

const ANSWERED: Statement = {
  name: 'answered',
  text: 'select request, answer from counterpart.answered where relation = $1 and request = any($2::text[])',
}

export class PostgresReader extends RetentionReader implements Reader {
  heads(): Promise<Heads> {
    return readHeads(this.session, this.relation)
  }

  async entries(side: string, from: number, most: { entries: number; bytes: number }): Promise<EntryRow[]> {
    return this.#entries(ENTRIES, [this.own(side), from, most.entries, most.bytes])
  }

  async tail(side: string, before: number | null, limit: number): Promise<EntryRow[]> {
    return this.#entries(TAIL, [this.own(side), before ?? Number.MAX_SAFE_INTEGER, limit])
  }

  async entryByLeaf(leaf: string, side?: string): Promise<EntryRow | null> {
    const hash = hashOrNull(leaf)
    if (hash === null) return null
    return this.#first(BY_LEAF, [hash, side === undefined ? null : this.own(side)])
  }

  async placesByLeaf(leaves: string[]): Promise<EntryPlace[]> {
    const values = [this.relation.id, hashesIn(leaves)]
    const rows = await this.session.rows<Pick<EntryColumns, 'own' | 'index' | 'leaf'>>(PLACES, values)
    return rows.map(({ own, index, leaf }) => ({ side: this.side(own), index, leaf: hexOf(leaf) }))
  }

  async lastReceived(dossiers: string[]): Promise<Map<string, Received>> {
    const found = new Map<string, Received>()
    for (const row of await this.#entries(RECEIVED, [hashesIn(dossiers)])) {
      const known = found.get(row.dossier ?? '')
      if (row.side === this.relation.theirs) found.set(row.dossier ?? '', { entry: row, since: [] })
      else known?.since.push(row)
    }
    return found
  }

  keyChanges: Reader['keyChanges'] = (...page) => this.#entries(keyChangesOf(ENTRY), page)
  markFrom = (side: string, from: number, behind = -1): Promise<EntryRow | null> =>
    this.#first(markFromOf(ENTRY), [this.own(side), from, behind])
  markOver = (side: string, from: number, to: number | null, behind = -1): Promise<EntryRow | null> =>
    this.#first(markOverOf(ENTRY), [this.own(side), from, to ?? Number.MAX_SAFE_INTEGER, behind])

  async dossierEntries(dossier: string): Promise<EntryRow[]> {
    const found = await this.session.together('entries', [dossier], async (ids) => {
      const hashes = hashesIn(ids)
      const { rows: most, bytes } = this.session.most
      const all = () => this.#entries(byDossiersOf(ENTRY), [hashes, most + 1, bytes])
      const rows = hashes.length === 0 ? [] : checkRows(this.session, await all())
      return Map.groupBy(rows, (row) => row.dossier)
    })
    return found.get(dossier) ?? []
  }

  async dossierOf(side: string, dossier: string, from: number, most: number): Promise<EntryRow[]> {
    const [hash] = hashesIn([dossier])
    return hash ? this.#entries(inDossierOf(ENTRY), [hash, this.own(side), from, most]) : []
  }

  roomIn = (...of: [readonly string[], number?]): Promise<RoomLeft> =>
    roomIn(this.session, this.relation, ...of)
  atOnce = (): RoomLeft => roomFor(this.session)

  async lastIn(dossier: string): Promise<{ ours: number | null; theirs: number | null }> {
    const [hash] = hashesIn([dossier])
    const nothing = { ours: null, theirs: null }
    if (!hash) return nothing
    const [row] = await this.session.rows<typeof nothing>(LAST_IN, [this.relation.id, hash])
    return row ?? nothing
  }

  async settler(keeper: string, guestIndex: number): Promise<{ index: number; time: number } | null> {
    return (await this.settlers(keeper, [guestIndex])).get(guestIndex) ?? null
  }

  async settlers(
    keeper: string,
    guestIndexes: readonly number[],
  ): Promise<Map<number, { index: number; time: number }>> {
    if (guestIndexes.length === 0) return new Map()
    const values = [this.relation.id, this.own(keeper), [...guestIndexes]]
    const rows = await this.session.rows<{ guest: number; index: number; time: number }>(SETTLERS, values)
    return new Map(rows.map(({ guest, ...settler }) => [guest, settler]))
  }

  async parts(leaves: string[]): Promise<Map<string, PartState[]>> {
    if (leaves.length === 0) return new Map()
    const found = await this.session.together('parts', leaves, (all) =>
      readParts(this.session, this.relation, this.keys, [...new Set(all)]),
    )
    return new Map(leaves.map((leaf) => [leaf, found.get(leaf) ?? []]))
  }

  partStates = (leaves: string[]): Promise<PartStates> => readPartStates(this.session, this.relation, leaves)

  async checkpointFrom(side: string, size: number, cosigned = false): Promise<CheckpointRow | null> {
    return this.#checkpoint(cosigned ? COSIGNED_FROM : CHECKPOINT_FROM, side, [size])
  }

  async lastCheckpoint(side: string, cosigned = false): Promise<CheckpointRow | null> {
    return this.#checkpoint(cosigned ? COSIGNED_LAST : CHECKPOINT_LAST, side, [])
  }

  witnessed = (): Promise<WitnessedRow[]> => newestWitnessed(this.session, this.relation)

  witnessedFrom(size: number): Promise<WitnessedRow[]> {
    return witnessedFrom(this.session, this.relation, size)
  }

  announcements(): Promise<AnnouncedFound[]> {
    return readAnnounced(this.session, this.relation, this.keys)
  }

  stamped = (): Promise<StampRow[]> => newestStamps(this.session, this.relation)

  stampFrom(size: number): Promise<StampRow | null> {
    return stampFrom(this.session, this.relation, size)
  }

  async judged(leaves: string[]): Promise<Map<string, JudgedRow>> {
    if (leaves.length === 0) return new Map()
    const rows = await this.session.rows<Omit<JudgedRow, 'leaf'> & { leaf: Uint8Array }>(JUDGED, [
      this.relation.id,
      hashesIn(leaves),
    ])
    return new Map(rows.map((row) => [hexOf(row.leaf), { ...row, leaf: hexOf(row.leaf) }]))
  }

  async dossier(id: string): Promise<DossierRow | null> {
    const found = await this.session.together('dossiers', [id], (ids) => this.dossiersNamed(ids))
    return found.get(id) ?? null
  }

  async dossiers(query: DossierQuery): Promise<DossierRow[]> {
    return (await this.dossiersWithin(query, Number.MAX_SAFE_INTEGER)).rows
  }

  async dossiersWithin(of: DossierQuery | Named, bytes: number): Promise<DossiersWithin> {
    const { text, values } = pageStatement(this.relation, of, bytes)
    const rows = await this.session.rows<KeyColumns & { body: string | null }>({ text }, values)
    const read = rows.flatMap(({ id, body }) => (body === null ? [] : { id, body }))
    return {
      keys: rows.map(({ id, ...at }) => keyAt(hexOf(id), at)),
      rows: await inTurns(read, (row) => this.#dossier(row)),
    }
  }

  async dossierKeys(query: DossierQuery): Promise<DossierKey[]> {
    const { text, values } = keysStatement(this.relation, query)
    const rows = await this.session.rows<KeyColumns>({ text }, values)
    return rows.map(({ id, ...at }) => keyAt(hexOf(id), at))
  }

  async dossiersNamed(ids: string[]): Promise<Map<string, DossierRow>> {
    const values = [this.relation.id, hashesIn(ids), this.session.most.bytes]
    const rows = await this.session.rows<{ id: Uint8Array; body: string | null }>(DOSSIERS_NAMED, values)
    const found = await inTurns(rows.map(checkFolds), (row) => this.#dossier(row))
    return new Map(found.map((row) => [row.id, row]))
  }

  async waking(now: number, limit: number): Promise<string[]> {
    const rows = await this.session.rows<{ id: Uint8Array }>(WAKING, [this.relation.id, now, limit])
    return rows.map(({ id }) => hexOf(id))
  }

  async tallyDossiers(filter: DossierFilter, most: number): Promise<Tally[]> {
    const { text, values } = tallyStatement(this.relation, filter, most)
    const rows = await this.session.rows<Omit<Tally, 'offices'> & { offices: string }>({ text }, values)
    return rows.map((row) => ({ ...row, offices: JSON.parse(row.offices) as string[] }))
  }

  async answered(request: string): Promise<unknown | null> {
    const asked = wordKey(request)
    const rows = await this.session.together('answered', [asked], (words) =>
      this.session.rows<{ request: string; answer: string }>(ANSWERED, [this.relation.id, words]),
    )
    const row = rows.find((one) => one.request === asked)
    return row === undefined ? null : (JSON.parse(row.answer) as unknown)
  }

  incidents(limit = 200, codes?: string[]): Promise<IncidentRow[]> {
    return newestIncidents(this.session, this.relation, limit, codes)
  }

  gauge(from: number): Promise<Gauge> {
    return gauge(this.session, this.relation, from)
  }

  async tallySums(query: SumQuery): Promise<TallySum[]> {
    return tallySums(this.session, this.relation, query)
  }

  tallyRule(): Promise<number | null> {
    return tallyRule(this.session, this.relation)
  }

  async #entries(statement: Statement, values: unknown[]): Promise<EntryRow[]> {
    const rows = await this.session.rows<EntryColumns>(statement, [this.relation.id, ...values])
    return rows.map((row) => this.#entry(row))
  }

  #first = async (...asked: [Statement, unknown[]]): Promise<EntryRow | null> =>
    (await this.#entries(...asked))[0] ?? null

  /** Every stored header is hashed again: a bit that flipped on disk is found where it is read. */
  #entry(row: EntryColumns): EntryRow {
    const leaf = hexOf(row.leaf)
    const hash = createHash('sha256').update(LEAF_PREFIX).update(row.bytes).digest('hex')
    const side = this.side(row.own)
    if (hash !== leaf) throw damaged(`the stored header ${row.index} of ${side} is not what its leaf says`)
    return entryIn(row, side)
  }

  /** Its sum does not say where it stands: the row of another dossier, put here, is as little to be read. */
  #dossier({ id, body }: FoldColumns): DossierRow {
    const row = foldIn(body)
    if (row?.id !== hexOf(id)) throw damaged('what is folded of a dossier cannot be read')
    return row
  }

  async #checkpoint(statement: Statement, side: string, values: unknown[]): Promise<CheckpointRow | null> {
    const rows = await this.session.rows<CheckpointColumns>(statement, [
      this.relation.id,
      this.own(side),
      ...values,
    ])
    const row = rows[0]
    return row === undefined ? null : { side, size: row.size, note: row.note, cosignature: row.lines }
  }
}

const LEAF_PREFIX = new Uint8Array([0])

function damaged(message: string): NodeError {
  return new NodeError({ code: 'entry-damaged', message })
}
