/**
 * What was folded and counted by another rule, or before there was any, is made anew before anything is
 * added to it: states, verdicts and counts follow from the logs and can be had again at any time.
 */
import { TALLY_RULE } from '@counterpart/casework'
import { cursorOf } from '../../store/cursor.ts'
import type { DossierRow, Heads, Writer } from '../../store/store.ts'
import type { Node, Relation } from '../relation.ts'
import { newFolding } from './folding.ts'
import { newSettlers } from './settlers.ts'
import { loadTerms } from './terms.ts'
import { writeDossiers } from './write-dossiers.ts'

const PAGE = 500

/** All or nothing: a node that ends half way does it again at its next start. */
export async function recount(node: Node, relation: Relation, page = PAGE): Promise<void> {
  const rule = await node.store.read(relation.id, (reader) => reader.tallyRule())
  if (rule === TALLY_RULE) return
  await node.store.locked(relation.id, async (writer) => {
    await writer.resetTally(TALLY_RULE)
    const rows = await allRows(writer, page)
    const heads = await writer.heads()
    for (let from = 0; from < rows.length; from += page)
      await foldAnew(node, relation, rows.slice(from, from + page), heads, writer)
  })
}

/** Before any is written: what is written changes the order of the pages. */
async function allRows(writer: Writer, limit: number): Promise<Pick<DossierRow, 'id' | 'changed'>[]> {
  const rows: Pick<DossierRow, 'id' | 'changed'>[] = []
  let after: { after?: string } = {}
  for (;;) {
    const page = await writer.dossiers({ limit, ...after })
    rows.push(...page.map(({ id, changed }) => ({ id, changed })))
    const last = page.at(-1)
    if (!last || page.length < limit) return rows
    after = { after: cursorOf(last) }
  }
}

async function foldAnew(
  node: Node,
  relation: Relation,
  rows: readonly Pick<DossierRow, 'id' | 'changed'>[],
  heads: Heads,
  writer: Writer,
): Promise<void> {
  const running = { [relation.ours]: heads.ours.running, [relation.theirs]: heads.theirs.running }
  const settlers = newSettlers(writer, running, () => [])
  const { terms } = await loadTerms(node, relation, writer, settlers, null)
  const folding = newFolding({ node, relation, reader: writer, settlers, terms, anew: true })
  await folding.load(rows.map(({ id }) => id))
  const changed = new Map(rows.map((row) => [row.id, row.changed]))
  await writeDossiers(node, relation, folding, heads, (id) => changed.get(id) ?? 0, writer)
}
