/**
 * Compares marks of the other side that came while nothing was signed here. What came then was only held; whoever states
 * another outcome than follows from the logs, or another root, has to be found out all the same (MARK-7), and before the next
 * log begins: nobody acts any more in the dossiers that are concerned.
 */
import type { Reader } from '../../store/store.ts'
import { damageIn } from '../damage.ts'
import { type Differing, tellDiffering } from '../dossier/differing.ts'
import { newFolding } from '../dossier/folding.ts'
import { contradictionOf, settleBatch } from '../dossier/mark.ts'
import { newSettlers } from '../dossier/settlers.ts'
import { loadTerms } from '../dossier/terms.ts'
import { orWhole } from '../dossier/whole.ts'
import { BATCH_ENTRIES } from '../limits.ts'
import { readOn } from '../log/read-on.ts'
import type { Node, Relation } from '../relation.ts'

/** Raises an incident for each that is not on record. Nothing is refused: the next log begins with what is told here. */
export async function compareTheirMarks(node: Node, relation: Relation): Promise<void> {
  const found = await orWhole(relation, () =>
    node.store.read(relation.id, async (reader) => {
      const differing = await theirMarksThatDiffer(node, relation, reader)
      if (differing.length === 0) return []
      const told = await reader.incidents(Number.MAX_SAFE_INTEGER, ['verdict-differs'])
      const marks = new Set(told.map(({ detail }) => (detail as { mark?: string }).mark))
      return differing.filter(({ mark }) => !marks.has(mark.leaf))
    }),
  )
  if (found.length === 0) return
  await node.store.locked(relation.id, async (writer) => {
    for (const one of found) await tellDiffering(relation, one, writer, node.clock())
  })
  node.events.emit({ kind: 'incident', relation: relation.id })
}

/** Those behind what our own log has seen: what that has seen was compared when it came. */
async function theirMarksThatDiffer(node: Node, relation: Relation, reader: Reader): Promise<Differing[]> {
  const { ours, theirs } = await reader.heads()
  if (ours.running >= theirs.size) return []
  const settlers = newSettlers(
    reader,
    { [relation.ours]: ours.running, [relation.theirs]: theirs.running },
    () => [],
  )
  const { terms } = await loadTerms(node, relation, reader, settlers, 'anew')
  const folding = newFolding({ node, relation, reader, settlers, terms, anew: true })
  const first = ours.running
  const [before] = first > 0 ? await readOn(reader, relation.theirs, first - 1, first) : []
  const found: Differing[] = []
  let [settled, marked] = [before?.running ?? 0, 0]
  for (let at = first; at < theirs.size; ) {
    const rows = await readOn(reader, relation.theirs, at, Math.min(at + BATCH_ENTRIES, theirs.size))
    if (rows.length === 0) break
    for (const mark of rows) {
      const isMark = mark.kind === 'mark' && !mark.lowered && mark.running > marked
      if (mark.running <= settled && !isMark) continue
      const batch =
        mark.running > settled
          ? await settleBatch(
              folding,
              await readOn(reader, relation.ours, settled, Math.min(mark.running, ours.size)),
              relation.theirs,
              mark.index,
            ).catch(notRead)
          : null
      settled = Math.max(settled, mark.running)
      if (!isMark) continue
      marked = mark.running
      const contradiction = await contradictionOf(relation, mark, batch, reader)
      if (contradiction) found.push({ mark, contradiction, dossiers: batch?.dossiers ?? [] })
    }
    at += rows.length
  }
  return found
}

/** A dossier too large to read is compared by the root in the mark alone. */
function notRead(error: unknown): null {
  if (damageIn(error)?.code === 'dossier-too-large') return null
  throw error
}
