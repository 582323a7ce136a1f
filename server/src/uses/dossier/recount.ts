/**
 * Dossiers that were folded by another rule, or before there was any, are folded and counted anew before anything is
 * added to them. States, verdicts and counts follow from the logs and can be computed at any time.
 */
import { TALLY_RULE } from '@counterpart/casework'
import { cursorOf } from '../../store/cursor.ts'
import type { Writer } from '../../store/store.ts'
import { damageIn, reportDamage } from '../damage.ts'
import type { Node, Relation } from '../relation.ts'
import { foldAnew, PAGE } from './fold-anew.ts'
import { orWhole } from './whole.ts'

/**
 * All or nothing: a node that ends half way does it again at its next start. A dossier that cannot be read stays as it was
 * folded and is told: nothing in one dossier keeps a node from its start, without which nothing would be mended.
 */
export async function recount(node: Node, relation: Relation, page = PAGE): Promise<void> {
  const rule = await node.store.read(relation.id, (reader) => reader.tallyRule())
  if (rule === TALLY_RULE) return
  const left = await orWhole(relation, () =>
    node.store.locked(relation.id, async (writer) => {
      await writer.resetTally(TALLY_RULE)
      const changed = await allChanged(writer, page)
      return foldAnew(node, relation, changed, await writer.heads(), writer, () => true, page)
    }),
  ).catch((error: unknown) => {
    const damage = damageIn(error)
    if (!damage) throw error
    // The relation's own dossier cannot be read. Without it no act is recorded or taken in, so nothing is added to the old folds.
    return [damage]
  })
  await reportDamage(node, relation, left)
}

/** Reads all pages before anything is written: writing changes their order. */
async function allChanged(writer: Writer, limit: number): Promise<Map<string, number>> {
  const changed = new Map<string, number>()
  let after: { after?: string } = {}
  for (;;) {
    const page = await writer.dossierKeys({ limit, ...after })
    for (const { id, changed: at } of page) changed.set(id, at)
    const last = page.at(-1)
    if (!last || page.length < limit) return changed
    after = { after: cursorOf(last) }
  }
}
