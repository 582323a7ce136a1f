import { fromBase64 } from '@counterpart/protocol'
import { type OpeningKey, type SealingKey, sealingKeyId } from '../keys/sealing.ts'
import { theirSeals } from '../uses/keys/learned-keys.ts'
import type { Relation } from '../uses/relation.ts'
import type { Seals } from './seal.ts'

/** The keys that seal and open now: the first ones, then those that both logs name. */
export function sealsOf(relation: Relation, first: { ours: OpeningKey; theirs: SealingKey }): Seals {
  return {
    get ours() {
      const current = relation.keyed.ours.seals.at(-1)
      const id = current ? sealingKeyId(fromBase64(current)) : first.ours.id
      return relation.ring?.seal.find((key) => key.id === id) ?? first.ours
    },
    get older() {
      return relation.ring?.seal ?? []
    },
    get theirs() {
      const current = theirSeals(relation).at(-1)
      if (!current) return first.theirs
      const publicKey = fromBase64(current)
      return { id: sealingKeyId(publicKey), publicKey }
    },
  }
}
