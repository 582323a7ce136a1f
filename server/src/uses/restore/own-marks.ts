/**
 * Compares entries that came back without our receipt with our own marks over them. Whoever gives a log back may keep its
 * end to itself (GIVE-8) and sign another one in its place; our log still has what we said of the first when we had it.
 */
import type { Hex } from '@counterpart/protocol'
import type { Reader } from '../../store/store.ts'
import { damageIn } from '../damage.ts'
import { newFolding } from '../dossier/folding.ts'
import { contradictionOf, settleBatch } from '../dossier/mark.ts'
import { newSettlers } from '../dossier/settlers.ts'
import { loadTerms } from '../dossier/terms.ts'
import { BATCH_ENTRIES } from '../limits.ts'
import { readOn } from '../log/read-on.ts'
import type { Node, Relation } from '../relation.ts'

/**
 * The first of our marks that says something else than follows from the entries here; `null` where there is none.
 * Entries under our receipt are not compared, and the cost grows with the others.
 *
 * @throws NodeError `entry-damaged`
 */
export async function markThatDiffers(node: Node, relation: Relation, reader: Reader): Promise<Hex | null> {
  const { ours, theirs } = await reader.heads()
  const receipted = (await reader.lastCheckpoint(relation.theirs, true))?.size ?? 0
  const first = receipted < ours.running ? await reader.settler(relation.ours, receipted) : null
  if (first === null) return null
  const settlers = newSettlers(
    reader,
    { [relation.ours]: ours.running, [relation.theirs]: theirs.running },
    () => [],
  )
  const { terms } = await loadTerms(node, relation, reader, settlers, 'anew')
  const folding = newFolding({ node, relation, reader, settlers, terms, anew: true })
  const [before] = first.index > 0 ? await readOn(reader, relation.ours, first.index - 1, first.index) : []
  let settled = before?.running ?? 0
  for (let at = first.index; at < ours.size; ) {
    const rows = await readOn(reader, relation.ours, at, Math.min(at + BATCH_ENTRIES, ours.size))
    if (rows.length === 0) return null
    for (const row of rows) {
      if (row.running <= settled) continue
      const answered = await readOn(reader, relation.theirs, settled, row.running)
      settled = row.running
      const batch = await settleBatch(folding, answered, relation.ours, row.index).catch(notRead)
      if (row.kind === 'mark' && (await contradictionOf(relation, row, batch, reader))) return row.leaf
    }
    at += rows.length
  }
  return null
}

/** A dossier too large to read is compared by the root in its mark; the outcome follows from that. */
function notRead(error: unknown): null {
  if (damageIn(error)?.code === 'dossier-too-large') return null
  throw error
}
