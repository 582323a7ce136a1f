/**
 * A question that the asker's custody keys have to sign: whoever has the line and nothing else is answered nothing, and
 * nothing is said of him, for he may be anybody.
 */
import { type NoteKeys, ProtocolError } from '@counterpart/protocol'
import { custodyOf } from '../keys/learned-keys.ts'
import type { Relation } from '../relation.ts'

export type Opened<T> = { kind: 'signed'; asked: T } | { kind: 'refused'; code: 'bad-step' | 'unknown-key' }

/** `verify`: as the protocol opens such a note, under the newest key of the asker that is known here. */
export function openSigned<T>(
  relation: Relation,
  verify: (line: { relation: string; from: string }, keys: NoteKeys) => T,
): Opened<T> {
  try {
    const line = { relation: relation.id, from: relation.theirs }
    // Where this side was brought back too, the change to that key may be in what it has not taken back yet.
    const custody = custodyOf(relation, relation.theirs).at(-1)?.keys ?? relation.theirCustody
    return { kind: 'signed', asked: verify(line, custody) }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return { kind: 'refused', code: error.code === 'missing-signature' ? 'unknown-key' : 'bad-step' }
  }
}
