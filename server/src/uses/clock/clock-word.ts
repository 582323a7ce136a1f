/**
 * Where the two clocks differ nobody can tell which one is wrong, so recording stops. It stops only until two of our operators
 * have compared our clock with another source: otherwise whoever holds the other side's key could stop us with a number.
 */
import { NodeError } from '../../errors.ts'
import type { Node, Relation } from '../relation.ts'
import { checkTwo, lastWord, putWord } from '../word-of-two.ts'

/** Seconds between two questions for the other side's time while it stops us: either clock may have been set right. */
const ASK_EVERY = 600

/** Whether recording stops: the time they state differs too much, or our clock was set since it was last compared. */
export function isClockHeld(node: Node, { line, tolerance }: Relation): boolean {
  const { clockDifference, compared, ownClock } = line
  const [clock, ticks] = [node.clock(), node.monotonic()]
  const wasSet = (at: { clock: number; monotonic: number }) =>
    Math.abs(clock - at.clock - (ticks - at.monotonic)) > tolerance
  if (ownClock?.at && wasSet(ownClock.at)) return true
  if (clockDifference !== null && Math.abs(clockDifference) > tolerance) {
    if (ownClock === null) return true
    // What operators said in this run holds for our clock, whatever the other side states. What they said in an earlier
    // run holds only for the difference that was stated then.
    if (ownClock.at === null && Math.abs(clockDifference - ownClock.difference) > tolerance) return true
  }
  return compared !== null && wasSet(compared)
}

/** A clock set back would date everything to the last entry; one set forward has dated that entry to the future. */
function isLogAhead(node: Node, { tolerance }: Relation, last: number): boolean {
  return last - node.clock() > tolerance
}

/** Whether our log is dated ahead of our clock and no operators have confirmed that. This takes nobody else's word. */
export function isBehindOwnLog(node: Node, relation: Relation, last: number): boolean {
  return isLogAhead(node, relation, last) && !isAheadConfirmed(relation, last)
}

/** Two operators have said that our clock is right and our log was dated ahead: what follows has the time of its last entry. */
function isAheadConfirmed({ line: { ownClock } }: Relation, last: number): boolean {
  return ownClock !== null && ownClock.ahead !== null && last <= ownClock.ahead
}

/** The same for any relation, by the time that its log had when it was last looked at. */
export function isBehind(node: Node): boolean {
  return [...node.relations.values()].some((one) => isBehindOwnLog(node, one, one.line.written))
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
 * @throws NodeError `same-officer`; `clock-agrees` when no stated time holds anything, and our log is not dated ahead
 */
export async function confirmClock(
  node: Node,
  relation: Relation,
  operators: readonly [string, string],
  checked: string,
): Promise<void> {
  checkTwo(operators)
  const { line } = relation
  const difference = line.clockDifference ?? 0
  const at = { clock: node.clock(), monotonic: node.monotonic() }
  const { ours } = await node.store.read(relation.id, (reader) => reader.heads())
  // A receipt may be later than our last entry, and the next mark has its time. Without it the operators' word would
  // end with that mark.
  const last = Math.max(ours.time, relation.receipt)
  const ahead = isLogAhead(node, relation, last) ? last : null
  if (!isLogAhead(node, relation, ours.time) && Math.abs(difference) <= relation.tolerance)
    throw new NodeError({ code: 'clock-agrees', message: 'the other side states no other time' })
  const said = ahead === null ? { difference } : { difference, ahead }
  await node.store.locked(relation.id, (writer) =>
    putWord(writer, at.clock, 'clock-confirmed', { operators, checked }, said),
  )
  line.ownClock = { difference, ahead, at }
  line.compared = line.clockDifference === null ? line.compared : at
  node.events.emit({ kind: 'incident', relation: relation.id })
  node.events.emit({ kind: 'line', relation: relation.id })
}

/** Takes over what operators said before this start. */
export function recallClock(
  relation: Relation,
  incidents: readonly { code: string; detail: unknown }[],
): void {
  const { difference, ahead = null } = lastWord<{ difference: number; ahead: number }>(
    incidents,
    'clock-confirmed',
  )
  relation.line.ownClock = difference === undefined ? null : { difference, ahead, at: null }
}
