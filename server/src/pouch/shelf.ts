/** What reads pouches: a node, the keys it opens them with, and where parts wait for one before them. */
import type { Step } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import { readStep } from '../outbound/message.ts'
import { FAR, openMessage, type Seals } from '../outbound/seal.ts'
import type { PouchStore } from '../store/pouches.ts'
import type { Node, Relation } from '../uses/relation.ts'

export interface Shelf {
  node: Node
  relation: Relation
  seals: Seals
  pouches: PouchStore
}

export async function open({ relation, seals }: Shelf, sealed: Uint8Array, epoch?: number): Promise<Step> {
  const step = readStep(await openMessage(relation, seals, sealed, epoch))
  if (
    step.relation !== relation.id ||
    step.from !== relation.theirs ||
    step.epoch > relation.theirEpoch + FAR
  )
    throw new NodeError({ code: 'pouch-not-signed' })
  return step
}
