/** Where a log of the other side ends: said once it asks, and from then on so, whatever still comes of it. */
import { emptyFrontier, rootOf, signClosing } from '@counterpart/protocol'
import { signing } from '../keys/outside-key.ts'
import { rootAt } from './heads.ts'
import { raise } from './incident.ts'
import type { Node, Relation } from './relation.ts'
import { statingKey } from './rotate.ts'
import { write } from './write.ts'

export type Closed = { kind: 'closed'; note: string } | { kind: 'refused'; code: 'epoch-closed' | 'gap' }

/**
 * Answered whatever state we are in: of two nodes that were both brought back, neither waits for the other. Only of
 * the log that is asked about: the question may be an old one, and the log of today is not ended by that.
 */
export async function stateClosing(
  node: Node,
  relation: Relation,
  asked: number,
  nonce: Uint8Array,
): Promise<Closed> {
  const now = node.clock()
  const found = await write(
    node,
    relation,
    async (writer) => {
      const { theirs } = await writer.heads()
      if (theirs.epoch !== asked) return { other: theirs.epoch }
      const detail = { side: relation.theirs, epoch: theirs.epoch, size: theirs.size }
      // Each later than the one before: only the last may be begun with, for another may be a lost machine's.
      const time = Math.max(now, theirs.stated + 1)
      await writer.closeEpoch(relation.theirs, time)
      if (!theirs.closed) await raise(writer, now, 'epoch-closed', detail)
      const receipt = await writer.lastCheckpoint(relation.ours, true)
      return { head: theirs, cosigned: receipt?.size ?? 0, time }
    },
    () => true,
  )
  if ('other' in found) return { kind: 'refused', code: asked < found.other ? 'epoch-closed' : 'gap' }
  const { head, cosigned, time } = found
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
    time,
  }
  const note = await signing(statingKey(relation, cosigned), (signer) => signClosing(closing, signer))
  return { kind: 'closed', note }
}
