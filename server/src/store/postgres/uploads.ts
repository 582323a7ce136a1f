import type { Kysely } from 'kysely'
import { unlessDamaged } from '../../errors.ts'
import type { AtRest } from '../../keys/at-rest.ts'
import type {
  UploadFound,
  UploadPlace,
  UploadRow,
  UploadSecret,
  UploadState,
  UploadStore,
} from '../uploads.ts'
import { failing } from './failure.ts'
import type { Tables } from './tables.ts'

type Found = Tables['counterpart.upload'] & { wrapped: Uint8Array | null }

export class PostgresUploads implements UploadStore {
  readonly #db: Kysely<Tables>
  readonly #keys: AtRest

  constructor(db: Kysely<Tables>, keys: AtRest) {
    this.#db = db
    this.#keys = keys
  }

  async putUpload({ secret, ...row }: UploadRow): Promise<void> {
    const { wrapped, ciphertext } = this.#seal(row.relation, row.id, secret)
    await failing(
      this.#db
        .with('upload', (db) => db.insertInto('counterpart.upload').values({ ...row, ciphertext }))
        .insertInto('counterpart_keys.upload_key')
        .values({ id: row.id, wrapped })
        .execute(),
    )
  }

  async upload(id: string): Promise<UploadFound | null> {
    const row = await failing(this.#select().where('u.id', '=', id).executeTakeFirst())
    return row === undefined ? null : this.#open(row)
  }

  async uploadByDigest(relation: string, digest: string): Promise<UploadFound | null> {
    const row = await failing(
      this.#select().where('u.relation', '=', relation).where('u.digest', '=', digest).executeTakeFirst(),
    )
    return row === undefined ? null : this.#open(row)
  }

  /** Under a new key: one key never encrypts two things. */
  async finishUpload({ id, relation, secret, digest, state }: UploadRow): Promise<void> {
    const { wrapped, ciphertext } = this.#seal(relation, id, secret)
    await failing(
      this.#db.transaction().execute(async (db) => {
        const row = await db
          .updateTable('counterpart.upload')
          .set({ ciphertext, digest, state })
          .where('id', '=', id)
          .where('state', '=', 'open')
          .returning('id')
          .executeTakeFirst()
        if (row === undefined) return
        await db.deleteFrom('counterpart_keys.upload_key').where('id', '=', id).execute()
        await db.insertInto('counterpart_keys.upload_key').values({ id, wrapped }).execute()
      }),
    )
  }

  async moveUpload(id: string, from: UploadState, to: UploadState): Promise<void> {
    await failing(
      this.#db
        .updateTable('counterpart.upload')
        .set({ state: to })
        .where('id', '=', id)
        .where('state', '=', from)
        .execute(),
    )
  }

  async uploadsIn(state: UploadState, limit: number): Promise<UploadFound[]> {
    const found = this.#select()
      .where('u.state', '=', state)
      .orderBy('u.created', 'desc')
      .orderBy('u.id', 'desc')
    return (await failing(found.limit(limit).execute())).map((row) => this.#open(row))
  }

  async uploadsBefore(created: number, limit: number): Promise<UploadPlace[]> {
    const found = this.#db
      .selectFrom('counterpart.upload')
      .select(['id', 'relation', 'officer', 'created', 'digest', 'state'])
      .where('created', '<', created)
      .orderBy('created')
      .orderBy('id')
    return failing(found.limit(limit).execute())
  }

  async uploadsBy(officer: string): Promise<UploadFound[]> {
    const found = this.#select().where('u.officer', '=', officer).orderBy('u.created').orderBy('u.id')
    return (await failing(found.execute())).map((row) => this.#open(row))
  }

  async openUploads(officer: string): Promise<number> {
    const rows = this.#db
      .selectFrom('counterpart.upload')
      .select('id')
      .where('officer', '=', officer)
      .where('state', '=', 'open')
    return (await failing(rows.execute())).length
  }

  async dropUpload(id: string): Promise<void> {
    await failing(
      this.#db
        .with('forgotten', (db) => db.deleteFrom('counterpart_keys.upload_key').where('id', '=', id))
        .deleteFrom('counterpart.upload')
        .where('id', '=', id)
        .execute(),
    )
  }

  #select() {
    return this.#db
      .selectFrom('counterpart.upload as u')
      .leftJoin('counterpart_keys.upload_key as k', 'k.id', 'u.id')
      .selectAll('u')
      .select('k.wrapped')
  }

  #seal(relation: string, id: string, secret: UploadSecret): ReturnType<AtRest['seal']> {
    return this.#keys.seal(['upload', relation, id], Buffer.from(JSON.stringify(secret), 'utf8'))
  }

  #open({ wrapped, ciphertext, ...row }: Found): UploadFound {
    const context = ['upload', row.relation, row.id]
    const plain = wrapped && unlessDamaged(() => this.#keys.open(context, { wrapped, ciphertext }))
    return { ...row, secret: plain && (JSON.parse(Buffer.from(plain).toString('utf8')) as UploadSecret) }
  }
}
