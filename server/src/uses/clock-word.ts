/**
 * The other side's stated time holds our recording only until two of our operators have compared our clock with another
 * source: of two clocks that differ nobody can tell the wrong one, and whoever holds their key could stop us with a number.
 */
import { NodeError } from '../errors.ts'
import type { Node, Relation } from './relation.ts'
import { checkTwo, lastWord, putWord } from './word-of-two.ts'

/** Seconds between two questions for the time of the other side while it holds us: either clock may have been set right. */
const ASK_EVERY = 600

/** Whether their clock, as stated, holds us, or our own has been set since it was compared. */
export function isClockHeld(node: Node, { line, tolerance }: Relation): boolean {
  const { clockDifference, compared, ownClock } = line
  const [clock, ticks] = [node.clock(), node.monotonic()]
  const wasSet = (at: { clock: number; monotonic: number }) =>
    Math.abs(clock - at.clock - (ticks - at.monotonic)) > tolerance
  if (ownClock?.at && wasSet(ownClock.at)) return true
  if (clockDifference !== null && Math.abs(clockDifference) > tolerance) {
    if (ownClock === null) return true
    // Said in this run it is of our clock, whatever they state; of an earlier run it is of what they stated then.
    if (ownClock.at === null && Math.abs(clockDifference - ownClock.difference) > tolerance) return true
  }
  return compared !== null && wasSet(compared)
}

export function asksClock(node: Node, relation: Relation): boolean {
  const { compared } = relation.line
  return (
    compared !== null && node.monotonic() - compared.monotonic >= ASK_EVERY && isClockHeld(node, relation)
  )
}

/**
 * Two operators say on record with what they compared this node's clock, and that it is right. In this run it holds for as
 * long as the clock is not set; after another start, while the other side states the same difference.
 *
 * @throws NodeError `same-officer`; `clock-agrees` when no stated time holds anything, or our own clock was set
 */
export async function confirmClock(
  node: Node,
  relation: Relation,
  operators: readonly [string, string],
  checked: string,
): Promise<void> {
  checkTwo(operators)
  const { line } = relation
  const difference = line.clockDifference
  if (difference === null || Math.abs(difference) <= relation.tolerance)
    throw new NodeError({ code: 'clock-agrees', message: 'the other side states no other time' })
  const at = { clock: node.clock(), monotonic: node.monotonic() }
  await node.store.locked(relation.id, (writer) =>
    putWord(writer, at.clock, 'clock-confirmed', { operators, checked }, { difference }),
  )
  line.ownClock = { difference, at }
  line.compared = at
  node.events.emit({ kind: 'incident', relation: relation.id })
  node.events.emit({ kind: 'line', relation: relation.id })
}

/** What was said before this start. */
export function recallClock(
  relation: Relation,
  incidents: readonly { code: string; detail: unknown }[],
): void {
  const { difference } = lastWord<{ difference: number }>(incidents, 'clock-confirmed')
  relation.line.ownClock = difference === undefined ? null : { difference, at: null }
}
