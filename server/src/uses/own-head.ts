/** What shows that there were more entries of ours than are here: a head that our own keys signed, and nothing that is said. */
import {
  equal,
  firstSpan,
  type KeySpan,
  originOfHead,
  ProtocolError,
  verifyCheckpointAt,
} from '@counterpart/protocol'
import { logSpans } from './log-spans.ts'
import type { Node, Relation } from './relation.ts'
import { publicOf } from './signed.ts'

/**
 * Whether `note` is a head of our log over `size` entries of the chain. One of an epoch that ended before the newest is
 * none: what was signed beyond its end is late, and may lie with the other side for ever. Of an epoch that this database
 * has never heard of the base is not known, and its keys are those of the key file.
 */
export function isOwnHead(node: Node, relation: Relation, note: string | null, size: number): boolean {
  const newest = relation.chain.ours.at(-1)
  if (note === null || !newest) return false
  return ownSpans(relation, note).some((spans) => {
    try {
      const head = verifyCheckpointAt(note, spans, node.verifier)
      return head.origin !== newest.log.name || newest.base + head.size === size
    } catch (error) {
      if (error instanceof ProtocolError) return false
      throw error
    }
  })
}

function ownSpans(relation: Relation, note: string): (readonly KeySpan[])[] {
  const { chain, keyed, log, ring } = relation
  const origin = originOf(note)
  const newest = chain.ours.at(-1)
  const ended = chain.ours.slice(0, -1)
  if (origin === null || !newest || ended.some((epoch) => epoch.log.name === origin)) return []
  const known = logSpans(keyed.ours, newest)
  // A key that was changed since is not to be had with these: whoever took it could write a head of any size.
  const over = known.filter(({ until }) => Number.isFinite(until)).map(({ keys }) => keys.ed25519)
  const here = [log, ...(ring?.log ?? [])]
    .map(publicOf)
    .filter(({ ed25519, name }) => name === origin && !over.some((one) => equal(one, ed25519)))
    .map(firstSpan)
  return origin === newest.log.name ? [known, ...here] : here
}

function originOf(note: string): string | null {
  try {
    return originOfHead(note)
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}
