/** Folds every dossier from its entries alone, after entries came back that the folds had never seen. */
import type { Party } from '@counterpart/casework'
import { TALLY_RULE } from '@counterpart/casework'
import type { Writer } from '../../store/store.ts'
import { type Damage, reportDamage } from '../damage.ts'
import { BATCH_BYTES } from '../limits.ts'
import type { Node, Relation } from '../relation.ts'
import { write } from '../write.ts'
import { foldAnew } from './fold-anew.ts'
import { orWhole } from './whole.ts'

/** All or nothing. It costs as much as the register is large, and is needed only after a loss. */
export async function foldAll(node: Node, relation: Relation): Promise<void> {
  const large = await orWhole(relation, () =>
    write(
      node,
      relation,
      async (writer) => {
        const damages = await fold(node, relation, writer)
        // Before the lock is released: a message that is taken in next builds on these folds.
        relation.isFolded = true
        return damages
      },
      () => true,
    ),
  ).catch((error: unknown) => {
    relation.isFolded = false
    throw error
  })
  relation.agreed = null
  await reportDamage(node, relation, large)
}

async function fold(node: Node, relation: Relation, writer: Writer): Promise<Damage[]> {
  const heads = await writer.heads()
  await writer.resetTally(TALLY_RULE)
  const changed = new Map<string, number>()
  for (const [side, { size }] of [
    [relation.ours, heads.ours],
    [relation.theirs, heads.theirs],
  ] as const)
    await lastChanges(writer, side, size, changed)
  // What is too large is never read, and nothing is signed over what is damaged: the next log waits until that is mended.
  return foldAnew(node, relation, changed, heads, writer, ({ code }) => code === 'dossier-too-large')
}

/** The time of the last entry, by dossier. */
async function lastChanges(
  writer: Writer,
  side: Party,
  size: number,
  changed: Map<string, number>,
): Promise<void> {
  for (let from = 0; from < size; ) {
    const rows = await writer.entries(side, from, { entries: 4096, bytes: BATCH_BYTES })
    if (rows.length === 0) return
    for (const { dossier, time } of rows)
      if (dossier !== null) changed.set(dossier, Math.max(changed.get(dossier) ?? 0, time))
    from += rows.length
  }
}
