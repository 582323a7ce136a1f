/** Our log only grows. Where it is shorter than before, somebody brought its database back while the node ran. */
import { NodeError } from '../../errors.ts'
import type { Heads } from '../../store/store.ts'
import type { Node, Relation } from '../relation.ts'
import { doubt } from '../send/doubt.ts'

/**
 * To be called under the lock, before anything is signed: a second entry at a used index can never be taken back. The
 * node signs nothing until it is started again, and then compares all that a start compares.
 *
 * @throws NodeError `rolled-back`
 */
export function checkGrown(node: Node, relation: Relation, { ours }: Heads): void {
  if (ours.size >= relation.grown) {
    relation.grown = ours.size
    return
  }
  relation.start = 'rolled-back'
  doubt(node, relation)
  throw new NodeError({
    code: 'rolled-back',
    message:
      'the database was brought back while the node ran: stop the node, and bring it back as the manual says',
  })
}
