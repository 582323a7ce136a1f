import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { AccountStore, OfficerRow, PasskeyRow, SessionRow } from '../accounts.ts'
import { tokenDigest } from '../token.ts'
import { failing } from './failure.ts'
import type { Tables } from './tables.ts'

export class PostgresAccounts implements AccountStore {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  async putOfficer({ id, name, office, roles, validFrom, validTo }: OfficerRow): Promise<void> {
    const values = { name, office, roles, valid_from: validFrom, valid_to: validTo }
    await failing(
      this.#db
        .insertInto('counterpart.officer')
        .values({ id, ...values })
        .onConflict((on) => on.column('id').doUpdateSet(values))
        .execute(),
    )
  }

  async officer(id: string): Promise<OfficerRow | null> {
    const row = await failing(
      this.#db.selectFrom('counterpart.officer').selectAll().where('id', '=', id).executeTakeFirst(),
    )
    return row === undefined ? null : officerOf(row)
  }

  async officers(at?: number): Promise<OfficerRow[]> {
    let query = this.#db.selectFrom('counterpart.officer').selectAll().orderBy('id')
    if (at !== undefined) {
      query = query
        .where('valid_from', '<=', at)
        .where((when) => when.or([when('valid_to', 'is', null), when('valid_to', '>', at)]))
    }
    return (await failing(query.execute())).map(officerOf)
  }

  async putPasskey({
    credential,
    officer,
    publicKey,
    counter,
    transports,
    created,
  }: PasskeyRow): Promise<void> {
    await failing(
      this.#db
        .insertInto('counterpart.passkey')
        .values({ credential, officer, public_key: publicKey, counter, transports, created })
        .execute(),
    )
  }

  async passkey(credential: string): Promise<PasskeyRow | null> {
    const row = await failing(
      this.#db
        .selectFrom('counterpart.passkey')
        .selectAll()
        .where('credential', '=', credential)
        .executeTakeFirst(),
    )
    return row === undefined ? null : passkeyOf(row)
  }

  async passkeysOf(officer: string): Promise<PasskeyRow[]> {
    const rows = await failing(
      this.#db
        .selectFrom('counterpart.passkey')
        .selectAll()
        .where('officer', '=', officer)
        .orderBy('created')
        .orderBy('credential')
        .execute(),
    )
    return rows.map(passkeyOf)
  }

  async anyPasskey(): Promise<boolean> {
    const row = await failing(
      this.#db.selectFrom('counterpart.passkey').select('credential').limit(1).executeTakeFirst(),
    )
    return row !== undefined
  }

  async usePasskey(credential: string, counter: number): Promise<boolean> {
    const { numUpdatedRows } = await failing(
      this.#db
        .updateTable('counterpart.passkey')
        .set({ counter })
        .where('credential', '=', credential)
        .where((when) => (counter === 0 ? when('counter', '=', 0) : when('counter', '<', counter)))
        .executeTakeFirst(),
    )
    return numUpdatedRows === 1n
  }

  async putEnrolment(token: string, officer: string, expires: number): Promise<void> {
    await failing(
      this.#db
        .insertInto('counterpart.enrolment')
        .values({ token: tokenDigest(token), officer, expires, used: null })
        .execute(),
    )
  }

  async takeEnrolment(token: string, at: number): Promise<string | null> {
    const row = await failing(
      this.#db
        .updateTable('counterpart.enrolment')
        .set({ used: at })
        .where('token', '=', tokenDigest(token))
        .where('used', 'is', null)
        .where('expires', '>', at)
        .returning('officer')
        .executeTakeFirst(),
    )
    return row?.officer ?? null
  }

  async endEnrolments(at: number): Promise<void> {
    await failing(
      this.#db.updateTable('counterpart.enrolment').set({ used: at }).where('used', 'is', null).execute(),
    )
  }

  async putSession(token: string, { officer, created, expires }: SessionRow): Promise<void> {
    await failing(
      this.#db
        .insertInto('counterpart.session')
        .values({ token: tokenDigest(token), officer, created, expires, revoked: null })
        .execute(),
    )
  }

  async session(token: string, at: number): Promise<SessionRow | null> {
    const row = await failing(
      this.#db
        .selectFrom('counterpart.session')
        .select(['officer', 'created', 'expires'])
        .where('token', '=', tokenDigest(token))
        .where('revoked', 'is', null)
        .where('expires', '>', at)
        .executeTakeFirst(),
    )
    return row ?? null
  }

  async revokeSession(token: string, at: number): Promise<void> {
    await failing(
      this.#db
        .updateTable('counterpart.session')
        .set({ revoked: at })
        .where('token', '=', tokenDigest(token))
        .where('revoked', 'is', null)
        .execute(),
    )
  }

  async revokeSessionsOf(officer: string, at: number): Promise<void> {
    await failing(
      this.#db
        .updateTable('counterpart.session')
        .set({ revoked: at })
        .where('officer', '=', officer)
        .where('revoked', 'is', null)
        .execute(),
    )
  }

  async opaqueId(relation: string, officer: string): Promise<string> {
    const known = await this.#opaque(relation, officer)
    if (known !== undefined) return known
    const made = await failing(
      this.#db
        .insertInto('counterpart.opaque_id')
        .values({ relation, officer, opaque: randomBytes(16).toString('hex') })
        .onConflict((on) => on.columns(['relation', 'officer']).doNothing())
        .returning('opaque')
        .executeTakeFirst(),
    )
    return made?.opaque ?? (await this.opaqueId(relation, officer))
  }

  async officerBehind(relation: string, opaque: string): Promise<string | null> {
    const row = await failing(
      this.#db
        .selectFrom('counterpart.opaque_id')
        .select('officer')
        .where('relation', '=', relation)
        .where('opaque', '=', opaque)
        .executeTakeFirst(),
    )
    return row?.officer ?? null
  }

  async forgetOpaqueIds(officer: string): Promise<void> {
    await failing(this.#db.deleteFrom('counterpart.opaque_id').where('officer', '=', officer).execute())
  }

  async #opaque(relation: string, officer: string): Promise<string | undefined> {
    const row = await failing(
      this.#db
        .selectFrom('counterpart.opaque_id')
        .select('opaque')
        .where('relation', '=', relation)
        .where('officer', '=', officer)
        .executeTakeFirst(),
    )
    return row?.opaque
  }
}

function officerOf(row: Tables['counterpart.officer']): OfficerRow {
  const { id, name, office, roles, valid_from: validFrom, valid_to: validTo } = row
  return { id, name, office, roles, validFrom, validTo }
}

function passkeyOf(row: Tables['counterpart.passkey']): PasskeyRow {
  const { credential, officer, public_key: publicKey, counter, transports, created } = row
  return { credential, officer, publicKey, counter, transports, created }
}
