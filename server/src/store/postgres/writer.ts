/**
 * Writes under the relation's lock. Writes are sent without waiting; the store waits for all of them before
 * it says that the transaction is on disk. Dossiers are gathered, so that many acts cost one statement.
 */
import type { TallyChange, TallySum } from '@counterpart/casework'
import type { AtRest } from '../../keys/at-rest.ts'
import { begunEpoch, checkAppend, closedHead, weightOf } from '../continues.ts'
import { dossierIn, dossierText } from '../dossier-text.ts'
import type { DossiersWithin, Named } from '../large.ts'
import type {
  AnnouncedRow,
  ApartRow,
  CheckpointRow,
  ClosingQuestion,
  DeletionRow,
  DossierFilter,
  DossierKey,
  DossierQuery,
  DossierRow,
  EntryRow,
  EpochRow,
  Falling,
  FileRow,
  FileState,
  Heads,
  JudgedRow,
  LogHead,
  NodeRow,
  PartName,
  PartRow,
  PartState,
  StampRow,
  SumQuery,
  Tally,
  WitnessedRow,
  Writer,
} from '../store.ts'
import { dropAnnounced, putAnnounced } from './announcements.ts'
import { putApart } from './apart.ts'
import { putClosingTime } from './closing-questions.ts'
import { type GivenDossier, writeDossiers } from './dossier-write.ts'
import { putEpoch } from './epochs.ts'
import { moveFile, putFiles } from './files.ts'
import { GivenParts } from './given-parts.ts'
import { copyHeads, type Known, moveHeads } from './heads.ts'
import { PostgresMender } from './mender.ts'
import { putStamp, putWitnessed } from './outside.ts'
import { putDeletions, putFalling } from './retention.ts'
import type { Session, Statement } from './session.ts'
import { addTally, resetTally } from './tally.ts'
import { hashOf, wordKey } from './values.ts'

const APPEND: Statement = {
  name: 'entries-append',
  text: `insert into counterpart.entry
      (relation, own, index, leaf, bytes, running, time, kind, dossier, weight, lowered)
    select $1, $2, * from unnest($3::bigint[], $4::bytea[], $5::bytea[], $6::bigint[], $7::bigint[],
      $8::text[], $9::bytea[], $10::bigint[], $11::boolean[])`,
}

const NODES: Statement = {
  name: 'nodes-append',
  text: `insert into counterpart.tree_node (relation, own, epoch, level, index, hash)
    select $1, $2, $6, * from unnest($3::smallint[], $4::bigint[], $5::bytea[])`,
}

const CHECKPOINT: Statement = {
  name: 'checkpoint-put',
  text: `insert into counterpart.checkpoint (relation, own, size, note) values ($1, $2, $3, $4)
    on conflict do nothing`,
}

const COSIGNATURE: Statement = {
  name: 'cosignature-put',
  text: `insert into counterpart.cosignature (relation, own, size, lines) values ($1, $2, $3, $4)
    on conflict do nothing`,
}

const JUDGED: Statement = {
  name: 'judged-put',
  text: `insert into counterpart.judged (relation, leaf, verdict, code, settler, time)
    select $1, * from unnest($2::bytea[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
    on conflict (relation, leaf) do update set verdict = excluded.verdict, code = excluded.code,
      settler = excluded.settler, time = excluded.time`,
}

const ANSWERED: Statement = {
  name: 'answered-put',
  text: `insert into counterpart.answered (relation, request, answer)
    select $1, * from unnest($2::text[], $3::text[])`,
}

const INCIDENT: Statement = {
  name: 'incident-put',
  text: 'insert into counterpart.incident (relation, at, code, detail) values ($1, $2, $3, $4)',
}

/** Characters of dossiers in one statement, which is put together in one piece: nobody else has a turn meanwhile. */
const MOST_GATHERED = 2 ** 20

export class PostgresWriter extends PostgresMender implements Writer {
  #heads: Heads
  #headsMoved = false
  /** As they were when they were put, whatever their givers do with them since. */
  readonly #dossiers = new Map<string, GivenDossier>()
  #gathered = 0
  readonly #answered: { request: string; answer: string }[] = []
  readonly #tally: TallyChange[] = []
  readonly #falling = new Map<string, Falling | null>()

  readonly #parts: GivenParts

  /** `heads`: as they are with the lock; nobody else moves them while it is held. */
  constructor(session: Session, relation: Known, keys: AtRest, heads: Heads) {
    super(session, relation, keys)
    this.#heads = heads
    this.#parts = new GivenParts(session, relation, keys)
  }

  override async heads(): Promise<Heads> {
    return copyHeads(this.#heads)
  }

  async append(
    side: string,
    entries: EntryRow[],
    parts: PartRow[],
    nodes: NodeRow[],
    head: LogHead,
  ): Promise<void> {
    this.checked(() => {
      const own = this.own(side)
      checkAppend(side, this.#head(own), entries, parts, nodes, head)
      if (entries.length > 0) this.#entries(own, entries, parts)
      if (nodes.length > 0) this.#nodes(own, head.epoch, nodes)
      this.#parts.give(parts)
      this.#move(own, head)
    })
  }

  async closeEpoch(side: string, stated?: number): Promise<void> {
    this.checked(() => {
      const own = this.own(side)
      this.#move(own, closedHead(this.#head(own), stated))
    })
  }

  async reopenEpoch(side: string): Promise<void> {
    const own = this.own(side)
    this.checked(() => this.#move(own, { ...this.#head(own), closed: false }))
  }

  async beginEpoch(row: EpochRow): Promise<void> {
    this.checked(() => {
      const own = this.own(row.side)
      this.#move(own, begunEpoch(row, this.#head(own)))
      putEpoch(this.session, this.relation, own, row)
    })
  }

  async putClosingTime(row: ClosingQuestion, most: number): Promise<void> {
    this.checked(() => putClosingTime(this.session, this.relation, row, most))
  }

  async putApart(rows: ApartRow[], parts: PartRow[]): Promise<void> {
    this.checked(() => {
      putApart(this.session, this.relation, rows, parts)
      this.#parts.give(parts)
    })
  }

  async putCheckpoint(row: CheckpointRow): Promise<void> {
    this.checked(() => {
      const at = [this.relation.id, this.own(row.side), row.size]
      this.session.send(CHECKPOINT, [...at, row.note])
      if (row.cosignature !== null) this.session.send(COSIGNATURE, [...at, row.cosignature])
    })
  }

  async putCosignature(side: string, size: number, cosignature: string): Promise<void> {
    this.checked(() => this.session.send(COSIGNATURE, [this.relation.id, this.own(side), size, cosignature]))
  }

  async putJudged(rows: JudgedRow[]): Promise<void> {
    this.checked(() => {
      const once = [...new Map(rows.map((row) => [row.leaf, row])).values()]
      if (once.length === 0) return
      this.session.send(JUDGED, [
        this.relation.id,
        once.map((row) => hashOf(row.leaf)),
        once.map((row) => row.verdict),
        once.map((row) => row.code),
        once.map((row) => row.settler),
        once.map((row) => row.time),
      ])
    })
  }

  async putFiles(rows: FileRow[]): Promise<void> {
    this.checked(() => putFiles(this.session, this.relation, rows))
  }

  async moveFile(leaf: string, digest: string, from: FileState[], to: FileState): Promise<void> {
    this.checked(() => moveFile(this.session, this.relation, { leaf, digest }, from, to))
  }

  async putDossier(row: DossierRow): Promise<void> {
    this.checked(() => {
      hashOf(row.id)
      const body = dossierText(row)
      this.#dossiers.set(row.id, { row: { ...row }, body })
      this.#gathered += body.length
      if (this.#gathered > MOST_GATHERED) this.#flushDossiers()
    })
  }

  async putAnswered(request: string, answer: unknown): Promise<void> {
    this.checked(() => {
      this.#answered.push({ request: wordKey(request), answer: JSON.stringify(answer) })
    })
  }

  async putWitnessed(row: WitnessedRow): Promise<void> {
    this.checked(() => putWitnessed(this.session, this.relation, row))
  }

  async putAnnounced(row: AnnouncedRow): Promise<void> {
    this.checked(() => putAnnounced(this.session, this.relation, this.keys, row))
  }

  async dropAnnounced(size: number, heard: number, leaves: readonly string[] = []): Promise<void> {
    this.checked(() => dropAnnounced(this.session, this.relation, size, heard, leaves))
  }

  async putStamp(row: StampRow): Promise<void> {
    this.checked(() => putStamp(this.session, this.relation, row))
  }

  async putIncident(at: number, code: string, detail: unknown): Promise<void> {
    this.checked(() => {
      this.session.send(INCIDENT, [this.relation.id, at, code, JSON.stringify(detail ?? null)])
    })
  }

  async putAbsent(parts: PartName[]): Promise<void> {
    this.checked(() => this.#parts.miss(parts))
  }

  async putDeletions(rows: DeletionRow[]): Promise<void> {
    this.checked(() => putDeletions(this.session, this.relation, rows))
  }

  async putFalling(dossier: string, falling: Falling | null): Promise<void> {
    this.checked(() => {
      hashOf(dossier)
      this.#falling.set(dossier, falling)
    })
  }

  override falling(...which: [number, number, number?]): Promise<{ dossier: string; at: number }[]> {
    this.flush()
    return super.falling(...which)
  }

  async destroyParts(parts: PartName[]): Promise<void> {
    this.checked(() => this.#parts.destroy(parts))
  }

  async mendPart(part: PartRow): Promise<void> {
    this.checked(() => this.#parts.mend(part))
  }

  async mendHead(side: string, head: LogHead): Promise<void> {
    this.checked(() => {
      const own = this.own(side)
      this.#heads = copyHeads(own ? { ...this.#heads, ours: head } : { ...this.#heads, theirs: head })
      moveHeads(this.session, this.relation, this.#heads)
    })
  }

  override async parts(leaves: string[]): Promise<Map<string, PartState[]>> {
    return (await this.#parts.of(leaves)) ?? super.parts(leaves)
  }

  override async dossier(id: string): Promise<DossierRow | null> {
    const gathered = this.#dossiers.get(id)
    return gathered === undefined ? super.dossier(id) : dossierIn(gathered.body)
  }

  override answered(request: string): Promise<unknown | null> {
    this.#flushAnswered()
    return super.answered(request)
  }

  override dossiersWithin(...asked: [DossierQuery | Named, number]): Promise<DossiersWithin> {
    this.flush()
    return super.dossiersWithin(...asked)
  }

  override dossierKeys(query: DossierQuery): Promise<DossierKey[]> {
    this.flush()
    return super.dossierKeys(query)
  }

  override dossiersNamed(ids: string[]): Promise<Map<string, DossierRow>> {
    this.flush()
    return super.dossiersNamed(ids)
  }

  override tallyDossiers(filter: DossierFilter, most: number): Promise<Tally[]> {
    this.flush()
    return super.tallyDossiers(filter, most)
  }

  async resetTally(rule: number): Promise<void> {
    this.#tally.length = 0
    resetTally(this.session, this.relation, rule)
  }

  async addTally(changes: readonly TallyChange[]): Promise<void> {
    this.#tally.push(...changes)
  }

  override tallySums(query: SumQuery): Promise<TallySum[]> {
    this.flush()
    return super.tallySums(query)
  }

  async send(): Promise<void> {
    this.flush()
    await this.session.sent()
  }

  /** Sends what was gathered. */
  flush(): void {
    this.#flushAnswered()
    if (this.#headsMoved) moveHeads(this.session, this.relation, this.#heads)
    this.#headsMoved = false
    this.#flushDossiers()
    addTally(this.session, this.relation, this.#tally)
    this.#tally.length = 0
    putFalling(this.session, this.relation, this.#falling)
    this.#falling.clear()
  }

  #flushDossiers(): void {
    writeDossiers(this.session, this.relation, [...this.#dossiers.values()])
    this.#dossiers.clear()
    this.#gathered = 0
  }

  #flushAnswered(): void {
    if (this.#answered.length === 0) return
    const given = this.#answered.splice(0)
    this.session.send(ANSWERED, [
      this.relation.id,
      given.map(({ request }) => request),
      given.map(({ answer }) => answer),
    ])
  }

  #head(own: boolean): LogHead {
    return own ? this.#heads.ours : this.#heads.theirs
  }

  #move(own: boolean, head: LogHead): void {
    this.#heads = copyHeads(own ? { ...this.#heads, ours: head } : { ...this.#heads, theirs: head })
    this.#headsMoved = true
  }

  #entries(own: boolean, entries: readonly EntryRow[], parts: readonly PartRow[]): void {
    this.session.send(APPEND, [
      this.relation.id,
      own,
      entries.map((entry) => entry.index),
      entries.map((entry) => hashOf(entry.leaf)),
      entries.map((entry) => entry.bytes),
      entries.map((entry) => entry.running),
      entries.map((entry) => entry.time),
      entries.map((entry) => entry.kind),
      entries.map((entry) => (entry.dossier === null ? null : hashOf(entry.dossier))),
      entries.map((entry) => weightOf(entry, parts)),
      entries.map((entry) => entry.lowered ?? null),
    ])
  }

  #nodes(own: boolean, epoch: number, nodes: readonly NodeRow[]): void {
    const [levels, places] = [nodes.map((node) => node.level), nodes.map((node) => node.index)]
    const hashes = nodes.map((node) => node.hash)
    this.session.send(NODES, [this.relation.id, own, levels, places, hashes, epoch])
  }
}
