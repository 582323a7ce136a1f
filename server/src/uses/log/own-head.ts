/**
 * Whether there were more entries of ours than are here. Only a head that our own keys signed shows that, and nothing
 * that is merely said.
 */
import {
  type Epoch,
  equal,
  firstSpan,
  type KeySpan,
  originOfHead,
  ProtocolError,
  verifyCheckpointAt,
} from '@counterpart/protocol'
import type { Node, Relation } from '../relation.ts'
import { logSpans } from './log-spans.ts'
import { publicOf, sameKeys } from './signed.ts'

/** Keys of our log, and the number of entries before it where that is known. */
interface Signed {
  spans: readonly KeySpan[]
  base: number | null
}

/**
 * Whether `note` is a head of our log over `size` entries of the chain. A head of an epoch before the newest does not
 * count: what was signed beyond its end is late, and may lie with the other side for ever. This database may have never
 * heard of the epoch. Then its base is not known and its keys are those of the key file; or the counterpart has shown
 * both with signed changes that go on from what is known here.
 */
export function isOwnHead(node: Node, relation: Relation, note: string | null, size: number): boolean {
  if (note === null) return false
  return signedBy(relation, note).some(({ spans, base }) => {
    try {
      const head = verifyCheckpointAt(note, spans, node.verifier)
      return base === null || base + head.size === size
    } catch (error) {
      if (error instanceof ProtocolError) return false
      throw error
    }
  })
}

function signedBy(relation: Relation, note: string): Signed[] {
  const { chain, keyed, log, ring } = relation
  const origin = originOf(note)
  const newest = chain.ours.at(-1)
  const ended = chain.ours.slice(0, -1)
  if (origin === null || !newest || ended.some((epoch) => epoch.log.name === origin)) return []
  const known = logSpans(keyed.ours, newest)
  // Keys that were replaced since are left out: whoever took one could write a head of any size.
  const over = known.filter(({ until }) => Number.isFinite(until)).map(({ keys }) => keys.ed25519)
  const here = [log, ...(ring?.log ?? [])]
    .map(publicOf)
    .filter(({ ed25519, name }) => name === origin && !over.some((one) => equal(one, ed25519)))
    .map(firstSpan)
  const isNewest = origin === newest.log.name
  const base = isNewest ? newest.base : null
  const signed = (isNewest ? [known, ...here] : here).map((spans) => ({ spans, base }))
  return [...signed, ...told(relation, newest, known, origin)]
}

/** The keys that the counterpart has shown. Each was signed under the one before it, from the exchanged ones on. */
function told({ learned }: Relation, newest: Epoch, known: readonly KeySpan[], origin: string): Signed[] {
  const logs = learned?.ours.logs ?? []
  const spans = logs.find(({ name }) => name === newest.log.name)?.keys ?? []
  // They have to go on from what is known: whoever has a replaced key can sign another change of it.
  const goesOn = known.every(({ keys, from }, at) => {
    const other = spans[at]
    return other?.from === from && sameKeys(other.keys, keys)
  })
  const log = goesOn ? logs.find(({ name }) => name === origin) : undefined
  return log ? [{ spans: log.keys, base: log.base }] : []
}

function originOf(note: string): string | null {
  try {
    return originOfHead(note)
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}
