import type { Kysely } from 'kysely'
import type { ScrubStore } from '../scrubs.ts'
import { failing } from './failure.ts'
import type { Tables } from './tables.ts'

export class PostgresScrubs implements ScrubStore {
  readonly #db: Kysely<Tables>

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /** What cannot be read is no reason to stop: a scrub begins again. */
  async progress(relation: string): Promise<unknown | null> {
    const row = await failing(
      this.#db
        .selectFrom('counterpart.scrub')
        .select('progress')
        .where('relation', '=', relation)
        .executeTakeFirst(),
    )
    try {
      return row === undefined ? null : (JSON.parse(row.progress) as unknown)
    } catch {
      return null
    }
  }

  async keepProgress(relation: string, progress: unknown): Promise<void> {
    const text = JSON.stringify(progress)
    await failing(
      this.#db
        .insertInto('counterpart.scrub')
        .values({ relation, progress: text })
        .onConflict((on) => on.column('relation').doUpdateSet({ progress: text }))
        .execute(),
    )
  }
}
