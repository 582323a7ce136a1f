/**
 * A restore is one transaction, so one that was killed has left nothing. But a node that is started then, by a timer or
 * by somebody who saw no error, would begin a register of its own in the empty database and keep the restore out for
 * ever. So the database says from before the first row until the end that something is being brought back. The mark is a
 * table without rows: it needs no form of the database, which is that of the backup.
 */
import type pg from 'pg'
import { NodeError } from '../../errors.ts'

export const UNFINISHED = 'counterpart.unfinished_restore'

export async function markUnfinished(client: pg.ClientBase): Promise<void> {
  await client.query(`create table if not exists ${UNFINISHED} ()`)
}

/** Removes the mark. Inside the transaction of a restore it goes exactly when the data comes. */
export async function clearUnfinished(client: pg.ClientBase): Promise<void> {
  await client.query(`drop table if exists ${UNFINISHED}`)
}

/** @throws NodeError `restore-unfinished` */
export async function checkFinished(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ marked: boolean }>('select to_regclass($1) is not null as marked', [
    UNFINISHED,
  ])
  if (rows[0]?.marked === true)
    throw new NodeError({
      code: 'restore-unfinished',
      message: 'a backup was being brought back into this database, and that did not come to its end',
    })
}
