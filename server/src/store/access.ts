/**
 * Who saw and did what. It only grows: the application role can add and read, and change nothing.
 */
export interface AccessRow {
  /** Seconds UTC. */
  at: number
  officer: string
  /** A word such as `read` or `record`. */
  action: string
  /** What kind of thing: `dossier`, `entry`, `draft` … */
  kind: string
  /** Its id. */
  resource: string
}

export interface AccessQuery {
  officer?: string
  kind?: string
  resource?: string
  limit: number
  /** `id` of the last row of the page before. */
  before?: number
}

export interface AccessLog {
  /** One write, however many rows. */
  log(rows: readonly AccessRow[]): Promise<void>
  /** Newest first. */
  accesses(query: AccessQuery): Promise<(AccessRow & { id: number })[]>
}
