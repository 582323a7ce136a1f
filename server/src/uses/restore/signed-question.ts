/**
 * A question that the asker's custody keys have to sign. Whoever has only the line gets no answer, and is not reported
 * either, for it may be anybody.
 */
import { type NoteKeys, ProtocolError } from '@counterpart/protocol'
import { custodyOf } from '../keys/learned-keys.ts'
import type { Relation } from '../relation.ts'

export type Opened<T> = { kind: 'signed'; asked: T } | { kind: 'refused'; code: 'bad-step' | 'unknown-key' }

/** `verify`: how the protocol opens such a note, with the asker's newest keys that are known here. */
export function openSigned<T>(
  relation: Relation,
  verify: (line: { relation: string; from: string }, keys: NoteKeys) => T,
): Opened<T> {
  try {
    const line = { relation: relation.id, from: relation.theirs }
    // Where this side was brought back too, the entry that names those keys may not be back yet.
    const custody = custodyOf(relation, relation.theirs).at(-1)?.keys ?? relation.theirCustody
    return { kind: 'signed', asked: verify(line, custody) }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return { kind: 'refused', code: error.code === 'missing-signature' ? 'unknown-key' : 'bad-step' }
  }
}
