/**
 * Keys of today for a node that was brought back from before they were changed. Its counterpart gives the changes, and
 * only those count that follow from the keys which two operators compared.
 */
import { type KeySpan, type SideChain, verifyKeyChain } from '@counterpart/protocol'
import { sameKeys } from '../log/signed.ts'
import type { Node, Relation } from '../relation.ts'
import type { KeySteps } from './key-steps.ts'

export interface Learned {
  ours: SideChain
  theirs: SideChain
}

/** Held in memory only, until the logs are here again and say the same. */
export function learnKeys(node: Node, relation: Relation, steps: KeySteps): void {
  const { exchanged, chain, ours, theirs } = relation
  const keys = [
    { side: ours, log: chain.ours[0]?.log ?? exchanged.ours.log, custody: exchanged.ours.custody },
    { side: theirs, log: chain.theirs[0]?.log ?? exchanged.theirs.log, custody: exchanged.theirs.custody },
  ].map((known) => ({ ...known, since: steps.get(known.side) ?? [] }))
  const { sides } = verifyKeyChain(relation.id, keys, node.verifier, ours)
  const [own, other] = [sides.get(ours), sides.get(theirs)]
  if (own && other) relation.learned = { ours: own, theirs: other }
}

/** Every key with which a side has signed receipts and statements, as far as it can be known here. */
export function custodyOf({ ours, keyed, learned }: Relation, side: string): readonly KeySpan[] {
  const of = side === ours ? 'ours' : 'theirs'
  return longer(keyed[of].custody, learned?.[of].custody ?? [], isSameSpan)
}

/** Sealing keys of theirs after the first, base64. */
export function theirSeals({ keyed, learned }: Relation): readonly string[] {
  return longer(keyed.theirs.seals, learned?.theirs.seals ?? [], (one, other) => one === other)
}

/**
 * Told changes count only where they go on from the known ones: whoever has an old or revoked key can sign another change of it.
 */
function longer<T>(
  known: readonly T[],
  told: readonly T[],
  isSame: (one: T, other: T) => boolean,
): readonly T[] {
  const goesOn = known.every((one, at) => {
    const other = told[at]
    return other !== undefined && isSame(one, other)
  })
  return goesOn && told.length > known.length ? told : known
}

function isSameSpan(known: KeySpan, told: KeySpan): boolean {
  return sameKeys(known.keys, told.keys) && (told.revoked || !known.revoked)
}
