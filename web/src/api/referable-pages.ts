/** Lists of dossiers that a field can name, read one after the other. */
import { PLAYS } from '@counterpart/casework/language'

/** One page of a list of dossiers: by the part they play, and where it begins. */
export interface ListPage {
  plays: string | null
  after: string | null
}

/**
 * The lists one after the other. Working dossiers are listed by office, and what plays a part binds the relation and may name no
 * office of whoever reads: a field that takes any dossier is offered these after the others.
 */
function listsFor(plays: string | null): (string | null)[] {
  return plays === null ? [null, ...PLAYS] : [plays]
}

export function firstPage(plays: string | null): ListPage {
  return { plays: listsFor(plays)[0] ?? null, after: null }
}

/** `next`: where the list goes on after the page `of`. */
export function pageAfter(plays: string | null, of: ListPage, next: string | null): ListPage | undefined {
  if (next !== null) return { ...of, after: next }
  const lists = listsFor(plays)
  const list = lists[lists.indexOf(of.plays) + 1]
  return list === undefined ? undefined : { plays: list, after: null }
}
