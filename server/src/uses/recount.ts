/** Counts made by another rule, or before there were any, are made anew before anything is added to them. */
import { TALLY_RULE } from '@counterpart/casework'
import { cursorOf } from '../store/cursor.ts'
import type { Writer } from '../store/store.ts'
import type { Node, Relation } from './relation.ts'
import { tallied } from './tallied.ts'

const PAGE = 500

/** All or nothing: a node that ends half way does it again at its next start. */
export async function recount(node: Node, relation: Relation): Promise<void> {
  const rule = await node.store.read(relation.id, (reader) => reader.tallyRule())
  if (rule === TALLY_RULE) return
  await node.store.locked(relation.id, async (writer) => {
    await writer.resetTally(TALLY_RULE)
    await countAll(node, writer)
  })
}

async function countAll(node: Node, writer: Writer): Promise<void> {
  let after: { after?: string } = {}
  for (;;) {
    const page = await writer.dossiers({ limit: PAGE, ...after })
    await writer.addTally(page.flatMap((row) => tallied(node, row)))
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = { after: cursorOf(last) }
  }
}
