/** How often one may try to sign in: by address and by network, in this process; a full bucket refills evenly. */
import { blockOf } from '../address-block.ts'
import { NodeError } from '../errors.ts'

export interface Rate {
  /** Throws NodeError `too-many-requests`. */
  take(address: string): void
}

/** An office has a network of its own, and its whole shift signs in at once; a stranger has as many addresses in one as he likes. */
const IN_A_BLOCK = 10

export function rateOf(clock: () => number, tries: number, seconds: number, mostKeys = 10_000): Rate {
  const [blocks, addresses] = [
    bucketsOf(clock, tries * IN_A_BLOCK, seconds, mostKeys),
    bucketsOf(clock, tries, seconds, mostKeys),
  ]
  return {
    take(address) {
      // The network first: beyond its tries none of its addresses takes the place of another's.
      if (!blocks(blockOf(address)) || !addresses(address)) throw new NodeError({ code: 'too-many-requests' })
    },
  }
}

/** Whether a try of `key` is within what it has. */
function bucketsOf(clock: () => number, tries: number, seconds: number, mostKeys: number) {
  const buckets = new Map<string, { left: number; at: number }>()
  return (key: string): boolean => {
    const now = clock()
    const known = buckets.get(key)
    const refilled = known ? known.left + (Math.max(0, now - known.at) * tries) / seconds : tries
    const left = Math.min(tries, refilled)
    buckets.delete(key)
    // The oldest bucket is given up first; whoever fills the table with addresses empties only old ones.
    if (buckets.size >= mostKeys) for (const [oldest] of buckets) if (buckets.delete(oldest)) break
    buckets.set(key, { left: left < 1 ? left : left - 1, at: now })
    return left >= 1
  }
}
