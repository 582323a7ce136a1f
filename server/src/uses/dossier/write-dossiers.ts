/** Writes back what a transaction folded. */
import { type TallyChange, tallyDifference } from '@counterpart/casework'
import { ANEW } from '../../store/retention.ts'
import type { Heads, LogHead, Writer } from '../../store/store.ts'
import type { Node, Relation } from '../relation.ts'
import { newTurns } from '../turns.ts'
import { rowFor } from './dossier-row.ts'
import { type Folding, type Held, judgedRow } from './folding.ts'
import { tallied } from './tallied.ts'

/** Folds every loaded dossier to its end and stores it, with the time it last changed. Returns the ids. */
export async function writeDossiers(
  node: Node,
  relation: Relation,
  folding: Folding,
  heads: Heads,
  changed: (id: string) => number,
  writer: Writer,
): Promise<string[]> {
  const ids: string[] = []
  for (const held of folding.held()) {
    await folding.finish(held, keeperHead(held, relation, heads).size)
    ids.push(held.id)
  }
  await storeDossiers(node, relation, folding, heads, changed, writer)
  return ids
}

export async function storeDossiers(
  node: Node,
  relation: Relation,
  folding: Folding,
  heads: Heads,
  changed: (id: string) => number,
  writer: Writer,
): Promise<void> {
  const touched = folding.held().filter((held) => held.changed)
  await writer.putJudged(touched.flatMap((held) => [...held.judged.values()].map(judgedRow)))
  const tally: TallyChange[] = []
  const giveWay = newTurns(node)
  for (const held of touched) {
    const row = rowFor(held, placeOf(held, relation, heads), node, relation, changed(held.id))
    if (mayEnd(held)) await writer.putFalling(held.id, ANEW)
    if (!row) continue
    await writer.putDossier(row)
    tally.push(...tallyDifference(tallied(node, held.before), tallied(node, row)))
    await giveWay()
  }
  await writer.addTally(tally)
}

/**
 * Whether the ends of parts may have changed. In an open dossier no part ends but one that is recalled; in any other
 * each entry may change when parts end.
 */
function mayEnd({ settled, recalls, entries }: Held): boolean {
  if (settled === null || settled.closed !== null || recalls) return true
  return entries.some(({ header }) => header?.kind === 'recall')
}

export function keeperHead(held: Held, relation: Relation, heads: Heads): LogHead {
  return held.keeper === relation.ours ? heads.ours : heads.theirs
}

/** The pair of sizes the settled state was computed at; nothing where nothing is settled. */
export function placeOf(held: Held, relation: Relation, heads: Heads): { keeper: number; guest: number } {
  if (held.settled === null) return { keeper: 0, guest: 0 }
  const keeper = keeperHead(held, relation, heads)
  const guest = held.keeper === relation.ours ? heads.theirs : heads.ours
  return { keeper: keeper.size, guest: Math.min(keeper.running, guest.size) }
}
