/** Our log only grows; where it is shorter than it was, somebody brought its database back while the node ran. */
import { NodeError } from '../../errors.ts'
import type { Heads } from '../../store/store.ts'
import type { Node, Relation } from '../relation.ts'
import { doubt } from '../restore/doubt.ts'

/**
 * Under the lock, before anything is signed: a second entry at an index that was used can never be taken back. It stays so
 * until the node is started anew, which compares all that a start compares.
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
