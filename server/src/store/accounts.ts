/**
 * Officers of this node and how they sign in. Nothing here ever leaves the node; the other side sees an
 * officer only as an id made at random for the relation.
 *
 * Durability: what a promise that resolved has written is on disk. All times are seconds UTC, given by the
 * caller.
 */
export interface OfficerRow {
  id: string
  name: string
  /** Code of the office. */
  office: string
  roles: string[]
  validFrom: number
  /** `null`: until further notice. */
  validTo: number | null
}

export interface PasskeyRow {
  /** The credential's id, base64url. */
  credential: string
  officer: string
  publicKey: Uint8Array
  counter: number
  transports: string[]
  created: number
}

export interface SessionRow {
  officer: string
  created: number
  expires: number
}

export interface AccountStore {
  /** Inserts or replaces. */
  putOfficer(officer: OfficerRow): Promise<void>
  officer(id: string): Promise<OfficerRow | null>
  /** Those valid at `at`, by id; all when `at` is absent. */
  officers(at?: number): Promise<OfficerRow[]>

  putPasskey(passkey: PasskeyRow): Promise<void>
  passkey(credential: string): Promise<PasskeyRow | null>
  passkeysOf(officer: string): Promise<PasskeyRow[]>
  /** Whether anybody at all can sign in with a passkey. */
  anyPasskey(): Promise<boolean>
  /**
   * Moves the counter. False when the stored one is not below it (a copied authenticator), except when both
   * are 0: authenticators that do not count.
   */
  usePasskey(credential: string, counter: number): Promise<boolean>

  /** Only the token's SHA-256 is stored. */
  putEnrolment(token: string, officer: string, expires: number): Promise<void>
  /** Uses the token up: the officer's id, or `null` when it is unknown, used or expired. Never twice. */
  takeEnrolment(token: string, at: number): Promise<string | null>
  /** No token that was given before is good any more. */
  endEnrolments(at: number): Promise<void>

  /** Only the token's SHA-256 is stored. */
  putSession(token: string, session: SessionRow): Promise<void>
  /** `null` when it is unknown, revoked or expired. */
  session(token: string, at: number): Promise<SessionRow | null>
  revokeSession(token: string, at: number): Promise<void>
  revokeSessionsOf(officer: string, at: number): Promise<void>

  /** The officer's id in this relation: made at random at first use, the same ever after. 32 hex digits. */
  opaqueId(relation: string, officer: string): Promise<string>
  /** The officer behind an opaque id of ours; `null` when unknown or forgotten. */
  officerBehind(relation: string, opaque: string): Promise<string | null>
  /** Destroys what links an officer to opaque ids. */
  forgetOpaqueIds(officer: string): Promise<void>
}
