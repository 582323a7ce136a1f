/** One file, made as it is read: what is in it is never in memory as a whole. */
import { encodeFilePiece, encodeStep, type FilePiece, newPouchWriter } from '@counterpart/protocol'
import type { Node, Relation } from '../uses/relation.ts'
import { type Seals, sealMessage } from '../wire/seal.ts'
import { checkStarted, headOf, lastReceipts, type Stretch, steps } from './plan.ts'
import { type Pieces, piecesFrom } from './plan-pieces.ts'

/** @throws NodeError `held-start`, `bad-query` for a stretch that ends at no signed head */
export async function* writePouch(
  node: Node,
  relation: Relation,
  seals: Seals,
  stretch: Stretch,
  batch?: number,
): AsyncGenerator<Uint8Array> {
  checkStarted(node, relation)
  const writer = newPouchWriter(headOf(relation, seals, stretch))
  if (stretch.pieces) {
    yield writer.head
    for await (const piece of piecesOf(node, relation, stretch.pieces))
      yield writer.item(await sealMessage(relation, seals, encodeFilePiece(piece)))
    yield writer.end()
    return
  }
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

async function* piecesOf(node: Node, relation: Relation, pieces: Pieces): AsyncGenerator<FilePiece> {
  let left = pieces.bytes
  for await (const { digest, offset, length } of piecesFrom(node, relation, pieces)) {
    const bytes = left > 0 ? await node.files?.folder.read(digest, offset, length) : undefined
    if (!bytes || bytes.length === 0) return
    left -= bytes.length
    yield { digest, offset, bytes }
  }
}
