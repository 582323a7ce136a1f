/** What is shown of the line to the counterpart. */
import { type HeldCode, heldCodeOf } from '../http/schema/held.ts'
import type { LineView } from '../http/schema/session.ts'
import { heldCode } from '../uses/held.ts'
import type { Node, Relation } from '../uses/relation.ts'

/** Why nothing is recorded here, or why what is recorded does not get through; `null` when all is well. */
export function heldOf(node: Node, relation: Relation): HeldCode | null {
  const code = heldCode(node, relation, 0) ?? relation.line.held ?? relation.refusal
  return code === null ? null : heldCodeOf(code)
}

export function lineView(node: Node, relation: Relation): LineView {
  const { state, since, lastHeard, waiting, oldest, lag, clockDifference } = relation.line
  return { state, since, lastHeard, waiting, oldest, lag, held: heldOf(node, relation), clockDifference }
}
