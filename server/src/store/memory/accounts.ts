/** Accounts in memory, for tests: what was put is on disk when the promise resolves. */
import { randomBytes } from 'node:crypto'
import { NodeError } from '../../errors.ts'
import type { AccountStore, OfficerRow, PasskeyRow, SessionRow } from '../accounts.ts'
import { tokenDigest } from '../token.ts'

export class MemoryAccounts implements AccountStore {
  readonly #officers = new Map<string, OfficerRow>()
  readonly #passkeys = new Map<string, PasskeyRow>()
  readonly #enrolments = new Map<string, { officer: string; expires: number; used: boolean }>()
  readonly #sessions = new Map<string, SessionRow & { revoked: boolean }>()
  readonly #opaque = new Map<string, { relation: string; officer: string; opaque: string }>()

  async putOfficer(officer: OfficerRow): Promise<void> {
    this.#officers.set(officer.id, structuredClone(officer))
  }

  async officer(id: string): Promise<OfficerRow | null> {
    const found = this.#officers.get(id)
    return found === undefined ? null : structuredClone(found)
  }

  async officers(at?: number): Promise<OfficerRow[]> {
    return [...this.#officers.values()]
      .filter(
        (one) => at === undefined || (one.validFrom <= at && (one.validTo === null || one.validTo > at)),
      )
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((one) => structuredClone(one))
  }

  async putPasskey(passkey: PasskeyRow): Promise<void> {
    if (!this.#officers.has(passkey.officer) || this.#passkeys.has(passkey.credential)) throw refused()
    this.#passkeys.set(passkey.credential, structuredClone(passkey))
  }

  async passkey(credential: string): Promise<PasskeyRow | null> {
    const found = this.#passkeys.get(credential)
    return found === undefined ? null : structuredClone(found)
  }

  async passkeysOf(officer: string): Promise<PasskeyRow[]> {
    return [...this.#passkeys.values()]
      .filter((one) => one.officer === officer)
      .sort((a, b) => a.created - b.created || (a.credential < b.credential ? -1 : 1))
      .map((one) => structuredClone(one))
  }

  async anyPasskey(): Promise<boolean> {
    return this.#passkeys.size > 0
  }

  async usePasskey(credential: string, counter: number): Promise<boolean> {
    const found = this.#passkeys.get(credential)
    if (found === undefined) return false
    if (counter === 0 ? found.counter !== 0 : found.counter >= counter) return false
    found.counter = counter
    return true
  }

  async putEnrolment(token: string, officer: string, expires: number): Promise<void> {
    if (!this.#officers.has(officer)) throw refused()
    this.#enrolments.set(keyOf(token), { officer, expires, used: false })
  }

  async takeEnrolment(token: string, at: number): Promise<string | null> {
    const found = this.#enrolments.get(keyOf(token))
    if (found === undefined || found.used || found.expires <= at) return null
    found.used = true
    return found.officer
  }

  async endEnrolments(_at: number): Promise<void> {
    for (const one of this.#enrolments.values()) one.used = true
  }

  async putSession(token: string, session: SessionRow): Promise<void> {
    this.#sessions.set(keyOf(token), { ...session, revoked: false })
  }

  async session(token: string, at: number): Promise<SessionRow | null> {
    const found = this.#sessions.get(keyOf(token))
    if (found === undefined || found.revoked || found.expires <= at) return null
    return { officer: found.officer, created: found.created, expires: found.expires }
  }

  async revokeSession(token: string, _at: number): Promise<void> {
    const found = this.#sessions.get(keyOf(token))
    if (found !== undefined) found.revoked = true
  }

  async revokeSessionsOf(officer: string, _at: number): Promise<void> {
    for (const session of this.#sessions.values()) if (session.officer === officer) session.revoked = true
  }

  async opaqueId(relation: string, officer: string): Promise<string> {
    const key = JSON.stringify([relation, officer])
    const found = this.#opaque.get(key) ?? { relation, officer, opaque: randomBytes(16).toString('hex') }
    this.#opaque.set(key, found)
    return found.opaque
  }

  async officerBehind(relation: string, opaque: string): Promise<string | null> {
    const all = [...this.#opaque.values()]
    return all.find((one) => one.relation === relation && one.opaque === opaque)?.officer ?? null
  }

  async forgetOpaqueIds(officer: string): Promise<void> {
    for (const [key, one] of this.#opaque) if (one.officer === officer) this.#opaque.delete(key)
  }
}

function keyOf(token: string): string {
  return Buffer.from(tokenDigest(token)).toString('hex')
}

function refused(): NodeError {
  return new NodeError({ code: 'internal', message: 'the database refused a statement' })
}
