/** What the other side says of our own log beyond what there is of it here: it is asked, and stops nothing by itself. */
import { asksClock } from '../clock/clock-word.ts'
import type { Node, Relation } from '../relation.ts'

/** Seconds between two questions that such words cause: else each of them would cost us one. */
const DOUBT_EVERY = 600

/**
 * It says it knows of more of ours than there is. It is asked what it has to show for that; says whether it will be.
 * `signed`: it put its name to it. As long as we go on by the word of our operators alone, never having heard it, that
 * takes us back to before their word.
 */
export function doubt(node: Node, relation: Relation, signed = false): boolean {
  const { doubted, line } = relation
  const now = node.monotonic()
  const unheard = signed && line.compared === null && relation.start === 'confirmed'
  if (unheard) relation.start = 'waiting'
  const asks = doubted.open || doubted.at === null || now - doubted.at >= DOUBT_EVERY
  if (asks) relation.doubted = { open: true, at: now }
  if (!asks && !unheard) return false
  node.events.emit({ kind: 'line', relation: relation.id })
  node.events.emit({ kind: 'due', relation: relation.id })
  return asks
}

/**
 * Whether both sizes are asked for before anything else: once after a start in any case, for operators who let a node go on
 * without a line may have been wrong; and when there is a doubt. Whatever comes of that, it is over for a while.
 */
export function asksSizes(node: Node, relation: Relation): boolean {
  const { doubted, line, start } = relation
  const asks = start !== 'confirmed' || line.compared === null || doubted.open || asksClock(node, relation)
  doubted.open = false
  return asks
}
