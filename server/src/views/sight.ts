/** What permission is asked of a dossier, and how a query is narrowed to what it can let through. */
import type { Role } from '@counterpart/casework'
import type { RowFacts, Sight } from '../http/ports.ts'
import type { DossierFilter, Tally } from '../store/store.ts'
import type { Node } from '../uses/relation.ts'
import type { Listed } from './listed.ts'

export function factsOf(relation: string, row: Listed): RowFacts {
  return {
    id: row.id,
    relation,
    digest: row.ahead.digest,
    plays: row.plays,
    level: row.level as RowFacts['level'],
    offices: row.offices,
    readers: row.readers as RowFacts['readers'],
  }
}

export function narrowed(sight: Sight): DossierFilter {
  return sight.offices === null ? {} : { offices: [...sight.offices] }
}

/** How many of the counted dossiers the officer may see. */
export function seenOf(node: Node, relation: string, tally: readonly Tally[], sight: Sight): number {
  let seen = 0
  for (const { procedure, plays, offices, count } of tally) {
    const readers = readersOf(node, procedure)
    if (
      readers !== null &&
      sight.sees({ id: '', relation, digest: '', plays, level: null, offices, readers })
    )
      seen += count
  }
  return seen
}

/**
 * The readers that every version of the procedure held here allows; `null` where no role is one of each, since no readers
 * at all would be everybody. A count tells no more than the rows would.
 */
function readersOf(node: Node, name: string): readonly Role[] | null {
  const declared = [...node.procedures.values()].flatMap(({ procedure }) =>
    procedure.name === name && procedure.readers ? [procedure.readers] : [],
  )
  const [first, ...others] = declared
  if (first === undefined) return []
  const common = first.filter((role) => others.every((one) => one.includes(role)))
  return common.length === 0 ? null : common
}
