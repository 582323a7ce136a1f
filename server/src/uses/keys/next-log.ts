/** The keys with which our next log begins: those that lie ready for it, such as a token's, before new ones are made. */
import type { NoteKeys, NoteSigner } from '@counterpart/protocol'
import { OutsideKey } from '../../keys/outside-key.ts'
import type { Relation } from '../relation.ts'
import { isOf, isTaken } from './key-record.ts'

/**
 * Whether no log has named these keys yet. Keys that `keys lost` made while the node stood still are named in its key
 * file only; a log that began with keys named before would be refused.
 */
export function isFree(relation: Relation, keys: NoteKeys): boolean {
  const { chain, exchanged } = relation
  const log = chain.ours[0]?.log ?? exchanged.ours.log
  const others = { ...exchanged, ours: { ...exchanged.ours, log } }
  return !isTaken({ ...relation, exchanged: others }, relation.ours, keys)
}

/** Whether a token has signed a log of ours and none signs the next: operators who let that log begin have to know. */
export function leavesToken(relation: Relation): boolean {
  const outside = relation.ring?.log.filter(isOutside) ?? []
  const { log } = relation.exchanged.ours
  return outside.length > 0 && !(outside.some((signer) => isOf(signer, log)) && isFree(relation, log))
}

export function isOutside({ ed25519 }: NoteSigner): boolean {
  return ed25519 instanceof OutsideKey
}
