/** What is about to leave is noted in the high-water file first: what has left must never be signed a second time. */
import { NodeError } from '../../errors.ts'
import type { Water } from '../../store/files/high-water.ts'
import type { Node, Relation } from '../relation.ts'

/**
 * Operators are told once for as long as the file takes nothing; the next mark that it takes ends that, and whatever
 * waits is sent again by itself. @throws NodeError `high-water`
 */
export async function noteLeaving(node: Node, relation: Relation, water: Water): Promise<void> {
  if (node.water === null) return
  try {
    await node.water.raise(relation.id, water)
    tell(node, relation, false)
  } catch (error) {
    if (tell(node, relation, true) && error instanceof NodeError)
      node.events.emit({ kind: 'refused', relation: relation.id, error })
    throw error
  }
}

/** Says whether it was otherwise before. */
function tell(node: Node, relation: Relation, unnoted: boolean): boolean {
  if (relation.unnoted === unnoted) return false
  relation.unnoted = unnoted
  node.events.emit({ kind: 'line', relation: relation.id })
  return true
}
