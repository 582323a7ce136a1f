/**
 * Lets others have their turn, such as a page or another relation, while something is long: the other side may write what
 * takes long to read or to judge.
 */
import { setImmediate } from 'node:timers/promises'
import type { Node } from './relation.ts'

/** The longest time without a pause; seconds. */
const LONG = 0.05

/** To be awaited after each piece of the work. */
export type GiveWay = () => Promise<void>

export function newTurns(node: Pick<Node, 'monotonic'>): GiveWay {
  let since = node.monotonic()
  return async () => {
    if (node.monotonic() - since <= LONG) return
    await setImmediate()
    since = node.monotonic()
  }
}
