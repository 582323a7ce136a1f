/** Entries of one kind, each along an index that holds nothing else. */
import type { Statement } from './session.ts'

/** Asked at the beginning of every write. */
export function keyChangesOf(columns: string): Statement {
  return {
    name: 'key-changes',
    text: `select ${columns} from counterpart.entry
      where relation = $1 and kind = 'key' and index >= case when own then $2::bigint else $3::bigint end
      order by own desc, index`,
  }
}

/** However much its author wrote between them. */
export function markFromOf(columns: string): Statement {
  return {
    name: 'mark-from',
    text: `select ${columns} from counterpart.entry
      where relation = $1 and kind = 'mark' and own = $2 and index >= $3
      order by index limit 1`,
  }
}
