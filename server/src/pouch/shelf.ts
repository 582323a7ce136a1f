/** What reads pouches: a node, the keys it opens them with, and where parts wait for one before them. */
import { decodeFilePiece, equal, FILE_PIECE, type FilePiece, type Step } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { PouchStore } from '../store/pouches.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { readStep } from '../wire/message.ts'
import { FAR, openMessage, type Seals } from '../wire/seal.ts'

export interface Shelf {
  node: Node
  relation: Relation
  seals: Seals
  pouches: PouchStore
}

export async function open(shelf: Shelf, sealed: Uint8Array, epoch?: number): Promise<Step> {
  return stepIn(shelf, await openMessage(shelf.relation, shelf.seals, sealed, epoch))
}

/** What one item of a pouch is: a step, or a piece of a file. */
export async function openItem(
  shelf: Shelf,
  sealed: Uint8Array,
  epoch?: number,
): Promise<{ step: Step } | { piece: FilePiece }> {
  const bytes = await openMessage(shelf.relation, shelf.seals, sealed, epoch)
  const { start } = FILE_PIECE
  if (equal(bytes.subarray(0, start.length), start)) return { piece: decodeFilePiece(bytes) }
  return { step: stepIn(shelf, bytes) }
}

function stepIn({ relation }: Shelf, bytes: Uint8Array): Step {
  const step = readStep(bytes)
  if (
    step.relation !== relation.id ||
    step.from !== relation.theirs ||
    step.epoch > relation.theirEpoch + FAR
  )
    throw new NodeError({ code: 'pouch-not-signed' })
  return step
}
