/** Entries of one kind or of one dossier, each along an index that holds nothing else. */
import type { Statement } from './session.ts'

/** Asked at the beginning of every write. */
export function keyChangesOf(columns: string): Statement {
  return {
    name: 'key-changes',
    text: `select ${columns} from counterpart.entry
      where relation = $1 and kind = 'key' and index >= case when own then $2::bigint else $3::bigint end
      order by own desc, index limit $4`,
  }
}

/** Those that are over what they say, as far as the index knows. */
const MARK = "relation = $1 and kind = 'mark' and lowered is null and own = $2"

/** However much its author wrote between them. */
export function markFromOf(columns: string): Statement {
  return {
    name: 'mark-from',
    text: `select ${columns} from counterpart.entry
      where ${MARK} and (running, index) > ($3::bigint, $4::bigint)
      order by running, index limit 1`,
  }
}

/**
 * Marks and heads are leapt along in turn, each to where the other stands: what its author wrote beside marks costs nothing,
 * nor does one mark more over a size that it has marked before.
 */
export function markOverOf(columns: string): Statement {
  const first = `${MARK} and (running, index) > ($3::bigint, $5::bigint)`
  const mark = (where: string) =>
    `select running from counterpart.entry where ${where} order by running, index limit 1`
  const head = `select size from counterpart.checkpoint
    where relation = $1 and own = not $2::boolean and size >= mark.running order by size limit 1`
  return {
    name: 'mark-over',
    text: `with recursive leap as (
      select running, size from (${mark(first)}) mark cross join lateral (${head}) head
      union all
      select mark.running, head.size from leap
      cross join lateral (${mark(`${MARK} and running >= leap.size`)}) mark cross join lateral (${head}) head
      where leap.running < leap.size and leap.size <= $4::bigint
    )
    select ${columns} from counterpart.entry
    where ${first}
      and running = (select running from leap where running = size and size <= $4::bigint)
    order by running, index limit 1`,
  }
}

/** Entries of one log in a dossier, some at a time: however many were put into it. */
export function inDossierOf(columns: string): Statement {
  return {
    name: 'in-dossier',
    text: `select ${columns} from counterpart.entry
      where relation = $1 and dossier = $2 and own = $3 and index >= $4
      order by index limit $5`,
  }
}
