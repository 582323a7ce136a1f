/** One file, made as it is read: what is in it is never in memory as a whole. */
import { encodeStep, newPouchWriter } from '@counterpart/protocol'
import { type Seals, sealMessage } from '../outbound/seal.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { checkStarted, headOf, lastReceipts, type Stretch, steps } from './plan.ts'

/** @throws NodeError `held-start`, `bad-query` for a stretch that ends at no signed head */
export async function* writePouch(
  node: Node,
  relation: Relation,
  seals: Seals,
  stretch: Stretch,
  batch?: number,
): AsyncGenerator<Uint8Array> {
  checkStarted(relation)
  const writer = newPouchWriter(headOf(relation, seals, stretch))
  let begun = false
  for await (const step of steps(node, relation, stretch, batch)) {
    const sealed = await sealMessage(relation, seals, encodeStep(step))
    // With the first message: where that cannot be made, nothing was written.
    if (!begun) yield writer.head
    begun = true
    yield writer.item(sealed)
  }
  for (const step of await lastReceipts(node, relation, stretch.end))
    yield writer.item(await sealMessage(relation, seals, encodeStep(step)))
  yield writer.end()
}
