/** What is shown of the line to the counterpart. */
import { type HeldCode, heldCodeOf } from '../http/schema/held.ts'
import type { LineView } from '../http/schema/session.ts'
import { heldCode } from '../uses/held.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { usualLag } from '../uses/send/line.ts'

/** Faults of a line that last until somebody does something. */
const CERTIFICATE: readonly string[] = ['certificate-early', 'certificate-expired', 'wrong-certificate']

/** Where a start waits for a line that one of these keeps away, that is what has to be known. */
function stoppedOf(node: Node, relation: Relation): string | null {
  const { held, heldBy } = relation.line
  const code = heldCode(node, relation, relation.line.written)
  return code === 'held-start' && heldBy === 'ours' && CERTIFICATE.includes(held ?? '') ? held : code
}

/** Why nothing is recorded here, or why what is recorded does not get through; `null` when all is well. */
export function heldOf(node: Node, relation: Relation): HeldCode | null {
  const code = stoppedOf(node, relation) ?? relation.line.held ?? relation.refusal
  return code === null ? null : heldCodeOf(code)
}

/** The same from both sides: what our own node found, and what the other side's answered. */
export function heldByBoth(
  node: Node,
  relation: Relation,
): { ours: HeldCode | null; theirs: HeldCode | null } {
  const { held, heldBy } = relation.line
  const own = stoppedOf(node, relation) ?? (heldBy === 'ours' ? held : null) ?? relation.refusal
  return {
    ours: own === null ? null : heldCodeOf(own),
    theirs: held === null || heldBy === 'ours' ? null : heldCodeOf(held),
  }
}

export function lineView(node: Node, relation: Relation): LineView {
  const { state, since, lastHeard, waiting, oldest, tries, tried, stuck, next, clockDifference } =
    relation.line
  const { refused, theirs } = relation.line
  const stopped = stoppedOf(node, relation)
  return {
    state,
    since,
    lastHeard,
    waiting,
    oldest,
    lag: usualLag(relation.line),
    held: heldOf(node, relation),
    heldBy: heldByBoth(node, relation),
    stopped: stopped === null ? null : heldCodeOf(stopped),
    tries,
    tried,
    stuck,
    next,
    refused: refused && { code: heldCodeOf(refused.code), at: refused.at },
    theirs,
    clockDifference,
  }
}
