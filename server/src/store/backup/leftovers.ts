/** What a backup that was killed has left: takes it away, and nothing that any other backup is writing still. */
import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DAY } from '@counterpart/casework/civil'
import type pg from 'pg'
import type { AtRest } from '../../keys/at-rest.ts'
import { isUnder } from './sealed-file.ts'

const DRAFT = /^counterpart-\d{8}T\d{6}Z-[0-9a-f]{8}\.(register|keys)\.new$/
/** The third of our advisory locks: shared by all backups of this database that are being taken. */
const BACKUPS = '(7165124, 3)'
/** After so long a leftover is removed that is too short to say whose it is. */
const DAY_MS = DAY * 1000

/**
 * Says to others that a backup is being taken, for as long as `client` is connected. Whoever finds that nobody else takes
 * one, on whatever machine, takes away what lies unfinished in these folders and was written under the same key: other
 * nodes may keep theirs there. Never fails for a leftover.
 */
export async function alongside(client: pg.Client, folders: readonly string[], keys: AtRest): Promise<void> {
  const { rows } = await client.query<{ alone: boolean }>(`select pg_try_advisory_lock${BACKUPS} as alone`)
  const isAlone = rows[0]?.alone === true
  if (isAlone) for (const folder of folders) await clear(folder, keys).catch(() => undefined)
  await client.query(`select pg_advisory_lock_shared${BACKUPS}`)
  if (isAlone) await client.query(`select pg_advisory_unlock${BACKUPS}`)
}

async function clear(folder: string, keys: AtRest): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (DRAFT.test(name) && (await isOurs(path, keys))) await rm(path, { force: true })
  }
}

async function isOurs(path: string, keys: AtRest): Promise<boolean> {
  const found = await lstat(path)
  // What is no plain file nobody here has written, and to open it might wait for ever.
  if (!found.isFile()) return false
  return (await isUnder(path, keys)) ?? Date.now() - found.mtimeMs > DAY_MS
}
