/** The other side names entries of our log that are not here. It is asked about them; what it says stops nothing by itself. */
import { asksClock } from '../clock/clock-word.ts'
import type { Node, Relation } from '../relation.ts'

/** Seconds between two such questions: otherwise each claim would cost us one. */
const DOUBT_EVERY = 600

/**
 * Notes the claim that there are more of our entries than are here. Returns whether the other side will be asked to
 * show it. `signed`: it has signed the claim. A node that started by the word of its operators alone, and has never
 * heard the other side, then waits again as before their word.
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
 * Whether both sizes are asked for before anything else: where there is a doubt, and in any case once after a start, for
 * operators who let a node go on without a line may have been wrong. Asking ends the doubt for a while, whatever comes of it.
 */
export function asksSizes(node: Node, relation: Relation): boolean {
  const { doubted, line, start } = relation
  const asks = start !== 'confirmed' || line.compared === null || doubted.open || asksClock(node, relation)
  doubted.open = false
  return asks
}
