import type { Kysely } from 'kysely'
import { NodeError, unlessDamaged } from '../../errors.ts'
import type { AtRest } from '../../keys/at-rest.ts'
import { type DraftEnd, type DraftRow, type DraftStore, ENDED_BY_NODE, endsFrom } from '../drafts.ts'
import { failing } from './failure.ts'
import type { Tables } from './tables.ts'

const STANDING = ['open', 'declined'] as const

type Found = Tables['counterpart.draft'] & { wrapped: Uint8Array | null }

export class PostgresDrafts implements DraftStore {
  readonly #db: Kysely<Tables>
  readonly #keys: AtRest

  constructor(db: Kysely<Tables>, keys: AtRest) {
    this.#db = db
    this.#keys = keys
  }

  async putDraft({
    id,
    relation,
    dossier,
    command,
    by,
    created,
  }: Omit<DraftRow, 'state' | 'since'>): Promise<void> {
    const { wrapped, ciphertext } = this.#sealed(relation, id, command)
    await failing(
      this.#db
        .with('draft', (db) =>
          db
            .insertInto('counterpart.draft')
            .values({ id, relation, dossier, ciphertext, by, created, state: 'open', since: created }),
        )
        .insertInto('counterpart_keys.draft_key')
        .values({ id, wrapped })
        .execute(),
    )
  }

  async draft(id: string): Promise<DraftRow | null> {
    const row = await failing(this.#select().where('d.id', '=', id).executeTakeFirst())
    return row === undefined ? null : this.#open(row)
  }

  async standingDrafts(relation: string): Promise<DraftRow[]> {
    const rows = await failing(
      this.#select()
        .where('d.relation', '=', relation)
        .where('d.state', 'in', STANDING)
        .orderBy('d.created')
        .orderBy('d.id')
        .execute(),
    )
    return rows.map((row) => this.#openOrNot(row))
  }

  async standingOf(by: string): Promise<number> {
    const row = await failing(
      this.#db
        .selectFrom('counterpart.draft')
        .select(({ fn }) => fn.countAll().as('count'))
        .where('by', '=', by)
        .where('state', 'in', STANDING)
        .executeTakeFirstOrThrow(),
    )
    return Number(row.count)
  }

  async endedOf(by: string, since: number): Promise<DraftRow[]> {
    const rows = await failing(
      this.#select()
        .where('d.by', '=', by)
        .where('d.state', 'in', ENDED_BY_NODE)
        .where('d.since', '>=', since)
        .orderBy('d.since', 'desc')
        .orderBy('d.id')
        .execute(),
    )
    return rows.map((row) => this.#open(row))
  }

  async declineDraft(id: string, command: unknown, at: number): Promise<boolean> {
    const found = await this.draft(id)
    if (found === null) return false
    const { wrapped, ciphertext } = this.#sealed(found.relation, id, command)
    const row = await failing(
      this.#db
        .with('declined', (db) =>
          db
            .updateTable('counterpart.draft')
            .set({ state: 'declined', since: at, ciphertext })
            .where('id', '=', id)
            .where('state', '=', 'open')
            .returning('id'),
        )
        .with('other', (db) =>
          db
            .updateTable('counterpart_keys.draft_key')
            .set({ wrapped })
            .from('declined')
            .whereRef('counterpart_keys.draft_key.id', '=', 'declined.id'),
        )
        .selectFrom('declined')
        .select('declined.id')
        .executeTakeFirst(),
    )
    return row !== undefined
  }

  async endDraft(id: string, state: DraftEnd, at: number): Promise<boolean> {
    const row = await failing(
      this.#db
        .with('gone', (db) =>
          db
            .updateTable('counterpart.draft')
            .set({ state, since: at, ciphertext: null })
            .where('id', '=', id)
            .where('state', 'in', endsFrom(state))
            .returning('id'),
        )
        .with('forgotten', (db) =>
          db
            .deleteFrom('counterpart_keys.draft_key')
            .using('gone')
            .whereRef('counterpart_keys.draft_key.id', '=', 'gone.id'),
        )
        .selectFrom('gone')
        .select('gone.id')
        .executeTakeFirst(),
    )
    return row !== undefined
  }

  #sealed(relation: string, id: string, command: unknown) {
    return this.#keys.seal(contextOf(relation, id), Buffer.from(JSON.stringify(command ?? null), 'utf8'))
  }

  #select() {
    return this.#db
      .selectFrom('counterpart.draft as d')
      .leftJoin('counterpart_keys.draft_key as k', 'k.id', 'd.id')
      .selectAll('d')
      .select('k.wrapped')
  }

  /** One that is damaged keeps nobody from the others. */
  #openOrNot(row: Found): DraftRow {
    const { id, relation, dossier, by, created, state, since } = row
    const command = unlessDamaged(() => this.#command(row))
    return { id, relation, dossier, command, by, created, state, since }
  }

  #open(row: Found): DraftRow {
    const { id, relation, dossier, by, created, state, since } = row
    return { id, relation, dossier, command: this.#command(row), by, created, state, since }
  }

  #command({ id, relation, state, ciphertext, wrapped }: Found): unknown {
    if (state !== 'open' && state !== 'declined') return null
    if (ciphertext === null || wrapped === null) {
      throw new NodeError({ code: 'entry-damaged', message: 'a draft or its key is missing' })
    }
    const plain = this.#keys.open(contextOf(relation, id), { wrapped, ciphertext })
    return JSON.parse(Buffer.from(plain).toString('utf8'))
  }
}

function contextOf(relation: string, id: string): string[] {
  return ['draft', relation, id]
}
