/** A proof of one entry, made by the node that holds the log and verified by anybody. */
import {
  formatProof,
  inclusionNodes,
  keysOf,
  nobleVerifier,
  proveInclusion,
  type Verifier,
  verifyProof,
  vkeysOf,
} from '@counterpart/protocol'
import { nodeVerifier } from '../../server/src/keys/node-crypto.ts'
import { inTurns, type Timed } from './measure.ts'
import type { Side } from './pair.ts'

export interface Proofs {
  bytes: number
  made: Timed
  /** With the platform's cryptography, and in pure JavaScript as in a browser. */
  verified: Timed
  verifiedPure: Timed
}

export async function measureProofs(side: Side, count: number): Promise<Proofs> {
  const { relation, store } = side
  const make = (share: number) =>
    store.read(relation.id, async (reader) => {
      const head = await reader.lastCheckpoint(relation.ours, true)
      if (!head?.cosignature) throw new Error('nothing is receipted yet')
      const index = Math.floor(head.size * share)
      const [entry] = await reader.entries(relation.ours, index, { entries: 1, bytes: 1 })
      const at = inclusionNodes(index, head.size)
      const hashes = await reader.nodes(relation.ours, at)
      const found = new Map(at.map(({ level, index: place }, i) => [`${level}:${place}`, hashes[i]]))
      return formatProof({
        index,
        ...(entry ? { extra: entry.bytes } : {}),
        hashes: proveInclusion(
          index,
          head.size,
          (level, place) => found.get(`${level}:${place}`) as Uint8Array,
        ),
        note: `${head.note}${head.cosignature}`,
      })
    })
  const proof = await make(0.37)
  const own = {
    name: relation.log.name,
    ed25519: relation.log.ed25519.publicKey,
    mlDsa44: relation.log.mlDsa44.publicKey,
  }
  const keys = { log: keysOf(vkeysOf(own, 'log'), 'log'), custody: relation.theirCustody }
  const check = (verifier: Verifier) => async () => verifyProof(proof, keys, verifier)
  await inTurns(5, 1, check(nobleVerifier))
  return {
    bytes: proof.length,
    made: await inTurns(count, 1, (turn) => make((turn + 0.5) / count)),
    verified: await inTurns(count * 5, 1, check(nodeVerifier)),
    verifiedPure: await inTurns(Math.ceil(count / 2), 1, check(nobleVerifier)),
  }
}
