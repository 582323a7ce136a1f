/** How often one may try to sign in: by address and by network, in this process; a full bucket refills evenly. */
import { blockOf } from '../address-block.ts'
import { NodeError } from '../errors.ts'

export interface Rate {
  /** Throws NodeError `too-many-requests`. */
  take(address: string): void
}

/**
 * An office has a network of its own, and its whole shift signs in at once. A stranger has as many addresses in one
 * network as he likes.
 */
const IN_A_BLOCK = 10

export function rateOf(clock: () => number, tries: number, seconds: number, mostKeys = 10_000): Rate {
  const networks = bucketsOf(clock, tries * IN_A_BLOCK, seconds, mostKeys)
  const addresses = bucketsOf(clock, tries, seconds, mostKeys)
  return {
    take(address) {
      // The network first: where it has no tries left, none of its addresses takes the place of another one in the table.
      const network = networks(blockOf(address))
      // An address without tries takes none from its network: otherwise one machine would keep its whole office out.
      const one = network.left < 1 ? null : addresses(address)
      if (one === null || one.left < 1) throw new NodeError({ code: 'too-many-requests' })
      network.left -= 1
      one.left -= 1
    },
  }
}

interface Bucket {
  left: number
  at: number
}

/** Makes a function that says what a key has left by now. */
function bucketsOf(clock: () => number, tries: number, seconds: number, mostKeys: number) {
  const buckets = new Map<string, Bucket>()
  return (key: string): Bucket => {
    const now = clock()
    const known = buckets.get(key)
    const refilled = known ? known.left + (Math.max(0, now - known.at) * tries) / seconds : tries
    const bucket = { left: Math.min(tries, refilled), at: now }
    buckets.delete(key)
    // The oldest bucket is given up first; whoever fills the table with addresses empties only old ones.
    if (buckets.size >= mostKeys) for (const [oldest] of buckets) if (buckets.delete(oldest)) break
    buckets.set(key, bucket)
    return bucket
  }
}
