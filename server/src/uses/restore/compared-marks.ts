/** Compares what marks of one log state with what follows from both logs, read anew from a place on. */
import type { Party } from '@counterpart/casework'
import type { EntryRow, Reader } from '../../store/store.ts'
import { isTooLarge } from '../damage.ts'
import type { Differing } from '../dossier/differing.ts'
import { newFolding } from '../dossier/folding.ts'
import { contradictionOf, SETTLED_BEFORE, type SettledBatch, settleBatch } from '../dossier/mark.ts'
import { newSettlers } from '../dossier/settlers.ts'
import { loadTerms } from '../dossier/terms.ts'
import { BATCH_ENTRIES } from '../limits.ts'
import { isLowered } from '../log/entry.ts'
import { readOn } from '../log/read-on.ts'
import { type Node, otherThan, type Relation } from '../relation.ts'

/**
 * Those of the log of `author` at `first` and behind it that state something else, in their order.
 *
 * @throws NodeError `entry-damaged`
 */
export async function* differingMarks(
  node: Node,
  relation: Relation,
  reader: Reader,
  author: Party,
  first: number,
): AsyncGenerator<Differing> {
  const { ours, theirs } = await reader.heads()
  const [log, other] = author === relation.ours ? [ours, theirs] : [theirs, ours]
  const answerer = otherThan(relation, author)
  const running = { [relation.ours]: ours.running, [relation.theirs]: theirs.running }
  const settlers = newSettlers(reader, running, () => [])
  const { terms } = await loadTerms(node, relation, reader, settlers, 'anew')
  const newOne = () => newFolding({ node, relation, reader, settlers, terms, anew: true })
  let folding = newOne()
  const [before] = first > 0 ? await readOn(reader, author, first - 1, first) : []
  let [settled, marked] = [before?.running ?? 0, 0]
  for (let at = first; at < log.size; ) {
    const rows = await readOn(reader, author, at, Math.min(at + BATCH_ENTRIES, log.size))
    if (rows.length === 0) return
    for (const mark of rows) {
      const isMark = mark.kind === 'mark' && mark.running > marked && !isLowered(mark)
      if (mark.running <= settled && !isMark) continue
      const end = Math.min(mark.running, other.size)
      const answered = mark.running > settled ? await readOn(reader, answerer, settled, end) : null
      const batch = answered ? await settle(answered, mark.index) : SETTLED_BEFORE
      settled = mark.running
      if (!isMark) continue
      marked = mark.running
      const contradiction = await contradictionOf(relation, mark, batch, reader)
      if (contradiction) yield { mark, contradiction, dossiers: batch?.dossiers ?? [] }
    }
    at += rows.length
  }

  /** `null` where it cannot be read: then the mark is compared by the root in it, and the outcome follows from that. */
  async function settle(answered: readonly EntryRow[], index: number): Promise<SettledBatch | null> {
    try {
      return await settleBatch(folding, answered, author, index)
    } catch (error) {
      if (!isTooLarge(error)) throw error
      // With what the marks before it settle it may not fit, and without that it may.
      folding = newOne()
      return settleBatch(folding, answered, author, index).catch((again: unknown) => {
        if (isTooLarge(again)) return null
        throw again
      })
    }
  }
}
