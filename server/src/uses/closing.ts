/** Where a log of the other side ends: said once it asks, and from then on so, whatever still comes of it. */
import { emptyFrontier, rootOf, signClosing } from '@counterpart/protocol'
import { signing } from '../keys/outside-key.ts'
import { rootAt } from './heads.ts'
import { raise } from './incident.ts'
import type { Node, Relation } from './relation.ts'
import { statingKey } from './rotate.ts'
import { write } from './write.ts'

/** Answered whatever state we are in: of two nodes that were both brought back, neither waits for the other. */
export async function stateClosing(node: Node, relation: Relation, nonce: Uint8Array): Promise<string> {
  const now = node.clock()
  const { head, cosigned } = await write(
    node,
    relation,
    async (writer) => {
      const { theirs } = await writer.heads()
      const detail = { side: relation.theirs, epoch: theirs.epoch, size: theirs.size }
      if (!theirs.closed) {
        await writer.closeEpoch(relation.theirs)
        await raise(writer, now, 'epoch-closed', detail)
      }
      const receipt = await writer.lastCheckpoint(relation.ours, true)
      return { head: theirs, cosigned: receipt?.size ?? 0 }
    },
    () => true,
  )
  node.events.emit({ kind: 'incident', relation: relation.id })
  const root = head.size === head.base ? rootOf(emptyFrontier()) : rootAt(head)
  const { epoch, size } = head
  const closing = {
    relation: relation.id,
    from: relation.ours,
    nonce,
    epoch,
    size,
    root,
    cosigned,
    time: now,
  }
  return signing(statingKey(relation, cosigned), (signer) => signClosing(closing, signer))
}
