/** A proof of one entry, made by the node that holds the log and verified by anybody. */
import {
  keysOf,
  type NoteKeys,
  type NoteSigner,
  nobleVerifier,
  type Verifier,
  verifyProof,
  vkeysOf,
} from '@counterpart/protocol'
import { nodeVerifier } from '../../server/src/keys/node-crypto.ts'
import { proofOf } from '../../server/src/uses/log/entry-proof.ts'
import { look } from '../../server/src/views/look.ts'
import { inTurns, type Timed } from './measure.ts'
import type { Side } from './side.ts'

export interface Proofs {
  /** Of the newest receipted entry, whose proof is the longest. */
  bytes: number
  made: Timed
  /** With the platform's cryptography, and in pure JavaScript as in a browser. */
  verified: Timed
  verifiedPure: Timed
}

export async function measureProofs({ running, relation }: Side, count: number): Promise<Proofs> {
  /** `share`: how far into the log, from 0 to 1. */
  const make = (share: number) =>
    look(running.node, relation, async (now) => {
      const index = Math.ceil((now.cosigned - 1) * share)
      const [row] = await now.reader.entries(relation.ours, index, { entries: 1, bytes: 1 })
      if (!row) throw new Error('nothing is receipted yet')
      return proofOf(now, row)
    })
  const proof = await make(1)
  const keys = { log: publicOf(relation.log), custody: relation.theirCustody }
  const check = (verifier: Verifier) => async () => verifyProof(proof, keys, verifier)
  await inTurns(5, 1, check(nobleVerifier))
  return {
    bytes: proof.length,
    made: await inTurns(count, 1, (turn) => make(turn / count)),
    verified: await inTurns(count * 5, 1, check(nodeVerifier)),
    verifiedPure: await inTurns(Math.ceil(count / 2), 1, check(nobleVerifier)),
  }
}

/** As whoever verifies has them: from the text form. */
function publicOf({ name, ed25519, mlDsa44 }: NoteSigner): NoteKeys {
  return keysOf(vkeysOf({ name, ed25519: ed25519.publicKey, mlDsa44: mlDsa44.publicKey }, 'log'), 'log')
}
