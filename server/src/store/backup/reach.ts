/** The database of a node for a backup: taken while the node runs, brought back only while it does not. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { NodeError } from '../../errors.ts'
import { reachRunning, startEmbedded } from '../embedded/embedded-postgres.ts'
import { configOf } from '../postgres/database.ts'
import { failureOf } from '../postgres/failure.ts'
import { guard } from '../postgres/guard.ts'

export interface Place {
  /** The node's data folder. */
  directory: string
  /** `DATABASE_URL`; the embedded PostgreSQL when `null`. */
  url: string | null
  /** The key for data at rest. */
  keyFile: string
  /** As in `startEmbedded`. */
  shared?: string
}

/** Lends a connection as the owner of the tables, beside a node that runs or to a server started for it. */
export async function beside<T>(place: Place, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { directory, url, shared } = place
  if (url !== null) return connected(configOf(url), work)
  // Before anything is looked for that would leave a trace where a database never was.
  const version = join(directory, 'database')
  await readFile(join(version, 'password')).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause
    const message = `there is no database in ${version}, and DATABASE_URL, which says where else one is, is not set`
    throw new NodeError({ code: 'not-found', message, cause })
  })
  const running = await reachRunning(directory, shared)
  if (running !== null) return connected(configOf(running), work)
  return alone(place, work)
}

/** @throws NodeError `database-in-use` while a node runs on it */
export async function alone<T>(place: Place, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const { directory, url, shared } = place
  if (url !== null) {
    const held = await guard(configOf(url))
    try {
      return await connected(configOf(url), work)
    } finally {
      await held.end()
    }
  }
  const server = await startEmbedded({ directory, ...(shared === undefined ? {} : { shared }) })
  try {
    return await connected(configOf(server.connection), work)
  } finally {
    await server.stop()
  }
}

async function connected<T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...config, application_name: 'counterpart backup' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    // Rows travel as text: these say how it is written, so that what one server wrote another reads.
    await client.query(
      "set bytea_output = 'hex'; set datestyle = 'ISO, MDY'; set timezone = 'UTC'; set extra_float_digits = 1",
    )
    await client.query('set idle_in_transaction_session_timeout = 0; set statement_timeout = 0')
    return await work(client)
  } catch (error) {
    // An error of a file or of the backup itself says more than the database could.
    throw error instanceof NodeError || isFile(error) ? error : failureOf(error)
  } finally {
    await client.end().catch(() => undefined)
  }
}

function isFile(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'path' in error
}
