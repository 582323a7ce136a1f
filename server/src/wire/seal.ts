/** Sealing for one relation: bound to relation, direction, epoch and key, so that nothing opens elsewhere. */
import { setImmediate } from 'node:timers/promises'
import { decodeEnvelope, encodeEnvelope, hpkeInfo, ProtocolError } from '@counterpart/protocol'
import { type OpeningKey, type SealingKey, sealTo } from '../keys/sealing.ts'
import type { Relation } from '../uses/relation.ts'
import { LinkFailure } from './link.ts'

/** Read anew for each message: either side may have changed its key since the last. */
export interface Seals {
  readonly ours: OpeningKey
  /** Our other keys that are not destroyed yet: the other side may not know the newest. */
  readonly older?: readonly OpeningKey[]
  readonly theirs: SealingKey
}

export async function sealMessage(relation: Relation, seals: Seals, bytes: Uint8Array): Promise<Uint8Array> {
  const { id: keyId, publicKey } = seals.theirs
  const { ours: from, theirs: to, epoch } = relation
  const info = hpkeInfo({ relation: relation.id, from, to, epoch, keyId })
  const { enc, ciphertext } = await sealTo(publicKey, bytes, info)
  return encodeEnvelope({ version: 1, keyId, enc, ct: ciphertext })
}

/**
 * `said`: of which epoch it says it is, where it says so; a pouch may be older than any line remembers.
 *
 * @throws LinkFailure `bad-envelope`, `unknown-key`; why it does not open is nobody's business
 */
export async function openMessage(
  relation: Relation,
  seals: Seals,
  sealed: Uint8Array,
  said = relation.theirEpoch,
): Promise<Uint8Array> {
  const envelope = decode(sealed)
  const key = keyOf(seals, envelope.keyId)
  if (!key) throw new LinkFailure('unknown-key')
  const { theirs: from, ours: to } = relation
  let cause: unknown
  for (const epoch of new Set(candidates(relation, said))) {
    const info = hpkeInfo({ relation: relation.id, from, to, epoch, keyId: envelope.keyId })
    try {
      return await key.open(envelope.enc, envelope.ct, info)
    } catch (error) {
      cause ??= error
    }
    // Each try goes over all of it: pages, clocks and the other counterparts are served between two.
    await setImmediate()
  }
  throw new LinkFailure('bad-envelope', cause)
}

/** How many epochs further than the one we know a pouch may be. */
export const FAR = 3
/** And how far a message may be, either way: whoever was brought back from long ago hears of many at once. */
const NEAR = 64

/**
 * The one we know first, then those near it; which of them sealed it stands in no plain text. A counterpart that was brought
 * back from a backup, or has nothing but its keys, seals as of whichever epoch it knows itself to be in. Never all numbers up
 * to the one we know: it chose that one, and what opens nowhere would be tried millions of times.
 */
function* candidates({ theirEpoch: known, chain }: Relation, said: number): Generator<number> {
  yield said
  yield known
  for (let away = 1; away <= NEAR; away++) {
    yield known + away
    if (away < known) yield known - away
  }
  for (const { number } of chain.theirs.toReversed()) yield number
}

export function keyOf({ ours, older = [] }: Seals, id: string): OpeningKey | undefined {
  return [ours, ...older].find((key) => key.id === id)
}

function decode(sealed: Uint8Array): ReturnType<typeof decodeEnvelope> {
  try {
    return decodeEnvelope(sealed)
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new LinkFailure('bad-envelope', cause)
    throw cause
  }
}
