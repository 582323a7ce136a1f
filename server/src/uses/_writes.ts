/** A counterpart whose log has, signed and sent like the rest, what no node would record. */
import type { StepEntry } from '@counterpart/protocol'
import type { EntryRow } from '../store/store.ts'
import { RELATION } from './_talk.ts'
import type { Side } from './_world.ts'
import { rowOf } from './log/entry.ts'
import { grow, signedRow } from './log/heads.ts'
import { dossierIn } from './procedure-in.ts'

export async function writes(side: Side, entries: readonly StepEntry[], id = RELATION): Promise<void> {
  const relation = side.relation(id)
  await side.store.locked(id, async (writer) => {
    const { ours } = await writer.heads()
    const rows: EntryRow[] = []
    for (const { header } of entries) {
      const before = rows.at(-1) ?? ours
      rows.push(
        rowOf(side.node.party, ours.size + rows.length, header, before, dossierIn(side.node, relation)).row,
      )
    }
    const parts = rows.flatMap(({ leaf }, at) =>
      (entries[at]?.parts ?? []).map((part) => ({ leaf, ...part })),
    )
    const grown = grow(ours, rows)
    await writer.append(side.node.party, rows, parts, grown.nodes, grown.head)
    await writer.putCheckpoint(await signedRow(side.node, relation, grown.head))
  })
}
