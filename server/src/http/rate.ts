/** How often one may try to sign in: by address, in this process; a full bucket refills evenly. */
import { NodeError } from '../errors.ts'
import { shareOf } from '../peer/address-share.ts'

export interface Rate {
  /** Throws NodeError `too-many-requests`. */
  take(address: string): void
}

export function rateOf(clock: () => number, tries: number, seconds: number, mostKeys = 10_000): Rate {
  const buckets = new Map<string, { left: number; at: number }>()
  return {
    take(address) {
      const key = shareOf(address)
      const now = clock()
      const known = buckets.get(key)
      const refilled = known ? known.left + (Math.max(0, now - known.at) * tries) / seconds : tries
      const left = Math.min(tries, refilled)
      buckets.delete(key)
      // The oldest bucket is given up first; whoever fills the table with addresses empties only old ones.
      if (buckets.size >= mostKeys) for (const [oldest] of buckets) if (buckets.delete(oldest)) break
      buckets.set(key, { left: left < 1 ? left : left - 1, at: now })
      if (left < 1) throw new NodeError({ code: 'too-many-requests' })
    },
  }
}
