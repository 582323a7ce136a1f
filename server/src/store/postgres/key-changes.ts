import type { Statement } from './session.ts'

/** Along an index that holds nothing else: asked at the beginning of every write. */
export function keyChangesOf(columns: string): Statement {
  return {
    name: 'key-changes',
    text: `select ${columns} from counterpart.entry
      where relation = $1 and kind = 'key' and index >= case when own then $2::bigint else $3::bigint end
      order by own desc, index`,
  }
}
