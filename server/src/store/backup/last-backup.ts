/** When the last backup was taken, beside the database: a backup only reads it. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

const Noted = Type.Object({ taken: Type.Integer({ minimum: 0 }) }, { additionalProperties: false })

function noteIn(data: string): string {
  return join(data, 'last-backup.json')
}

/** `data`: the node's folder. `null` when none is known of. */
export async function lastBackup(data: string): Promise<number | null> {
  try {
    const noted: unknown = JSON.parse(await readFile(noteIn(data), 'utf8'))
    return Value.Check(Noted, noted) ? noted.taken : null
  } catch {
    return null
  }
}

/** A page that takes a backup for older than it is does no harm: that this failed is no failure of the backup. */
export async function noteBackup(data: string, taken: number): Promise<void> {
  const path = noteIn(data)
  await writeFile(`${path}.new`, `${JSON.stringify({ taken })}\n`, { mode: 0o600 })
    .then(() => rename(`${path}.new`, path))
    .catch(() => undefined)
}
