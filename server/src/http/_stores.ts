/** Small stores in memory, for tests of what stands above them. */
import { createHash, randomBytes } from 'node:crypto'
import type { AccessLog, AccessRow } from '../store/access.ts'
import type { AccountStore, OfficerRow, PasskeyRow, SessionRow } from '../store/accounts.ts'

function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

export function fakeAccounts(): AccountStore & { sessions: Map<string, SessionRow> } {
  const officers = new Map<string, OfficerRow>()
  const passkeys = new Map<string, PasskeyRow>()
  const enrolments = new Map<string, { officer: string; expires: number }>()
  const sessions = new Map<string, SessionRow>()
  const opaque = new Map<string, string>()
  return {
    sessions,
    putOfficer: async (row) => void officers.set(row.id, row),
    officer: async (id) => officers.get(id) ?? null,
    officers: async () => [...officers.values()],
    putPasskey: async (row) => void passkeys.set(row.credential, row),
    passkey: async (credential) => passkeys.get(credential) ?? null,
    passkeysOf: async (officer) => [...passkeys.values()].filter((row) => row.officer === officer),
    anyPasskey: async () => passkeys.size > 0,
    usePasskey: async (credential, counter) => {
      const row = passkeys.get(credential)
      if (!row || (row.counter >= counter && (row.counter !== 0 || counter !== 0))) return false
      passkeys.set(credential, { ...row, counter })
      return true
    },
    putEnrolment: async (token, officer, expires) => void enrolments.set(hash(token), { officer, expires }),
    takeEnrolment: async (token, at) => {
      const row = enrolments.get(hash(token))
      enrolments.delete(hash(token))
      return row && row.expires > at ? row.officer : null
    },
    endEnrolments: async () => enrolments.clear(),
    putSession: async (token, row) => void sessions.set(hash(token), row),
    session: async (token, at) => {
      const row = sessions.get(hash(token))
      return row && row.expires > at ? row : null
    },
    revokeSession: async (token) => void sessions.delete(hash(token)),
    revokeSessionsOf: async (officer) => {
      for (const [key, row] of sessions) if (row.officer === officer) sessions.delete(key)
    },
    opaqueId: async (relation, officer) => {
      const key = `${relation} ${officer}`
      const id = opaque.get(key) ?? randomBytes(16).toString('hex')
      opaque.set(key, id)
      return id
    },
    officerBehind: async () => null,
    forgetOpaqueIds: async () => undefined,
  }
}

export function fakeAccess(): AccessLog & { rows: (AccessRow & { id: number })[] } {
  const rows: (AccessRow & { id: number })[] = []
  return {
    rows,
    log: async (more) => {
      for (const row of more) rows.push({ ...row, id: rows.length + 1 })
    },
    accesses: async ({ limit, before, officer, kind, resource }) =>
      rows
        .filter((row) => before === undefined || row.id < before)
        .filter((row) => officer === undefined || row.officer === officer)
        .filter((row) => kind === undefined || row.kind === kind)
        .filter((row) => resource === undefined || row.resource === resource)
        .toReversed()
        .slice(0, limit),
  }
}
