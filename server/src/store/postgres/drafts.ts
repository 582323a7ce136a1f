import type { Kysely } from 'kysely'
import { NodeError } from '../../errors.ts'
import type { AtRest } from '../../keys/at-rest.ts'
import type { DraftRow, DraftStore } from '../drafts.ts'
import { failing } from './failure.ts'
import type { Tables } from './tables.ts'

type Found = Tables['counterpart.draft'] & { wrapped: Uint8Array | null }

export class PostgresDrafts implements DraftStore {
  readonly #db: Kysely<Tables>
  readonly #keys: AtRest

  constructor(db: Kysely<Tables>, keys: AtRest) {
    this.#db = db
    this.#keys = keys
  }

  async putDraft({ id, relation, dossier, command, by, created }: Omit<DraftRow, 'state'>): Promise<void> {
    const plain = Buffer.from(JSON.stringify(command ?? null), 'utf8')
    const { wrapped, ciphertext } = this.#keys.seal(contextOf(relation, id), plain)
    await failing(
      this.#db
        .with('draft', (db) =>
          db
            .insertInto('counterpart.draft')
            .values({ id, relation, dossier, ciphertext, by, created, state: 'open' }),
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

  async openDrafts(relation: string, limit = 200): Promise<DraftRow[]> {
    const rows = await failing(
      this.#select()
        .where('d.relation', '=', relation)
        .where('d.state', '=', 'open')
        .orderBy('d.created')
        .orderBy('d.id')
        .limit(limit)
        .execute(),
    )
    return rows.map((row) => this.#open(row))
  }

  async endDraft(id: string, state: 'approved' | 'withdrawn'): Promise<boolean> {
    const row = await failing(
      this.#db
        .with('gone', (db) =>
          db
            .updateTable('counterpart.draft')
            .set({ state, ciphertext: null })
            .where('id', '=', id)
            .where('state', '=', 'open')
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

  #select() {
    return this.#db
      .selectFrom('counterpart.draft as d')
      .leftJoin('counterpart_keys.draft_key as k', 'k.id', 'd.id')
      .selectAll('d')
      .select('k.wrapped')
  }

  #open(row: Found): DraftRow {
    const { id, relation, dossier, by, created, state } = row
    return { id, relation, dossier, command: this.#command(row), by, created, state }
  }

  #command({ id, relation, state, ciphertext, wrapped }: Found): unknown {
    if (state !== 'open') return null
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
