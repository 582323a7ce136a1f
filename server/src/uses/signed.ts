/** Checkpoints and receipts are given on only as they were signed. */
import {
  type KeySpan,
  type NoteKeys,
  type NoteSigner,
  ProtocolError,
  verifyCheckpointAt,
  verifyCosignatureAt,
} from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { CheckpointRow } from '../store/store.ts'
import type { Node, Relation } from './relation.ts'

export function publicOf({ name, ed25519, mlDsa44 }: NoteSigner): NoteKeys {
  return { name, ed25519: ed25519.publicKey, mlDsa44: mlDsa44.publicKey }
}

/** With which keys the log of a side is signed, and by the other side cosigned, each within its span. */
export function keysOfLog(relation: Relation, side: string): { log: KeySpan[]; custody: KeySpan[] } {
  const { ours, theirs } = relation.keyed
  return side === relation.ours
    ? { log: ours.log, custody: theirs.custody }
    : { log: theirs.log, custody: ours.custody }
}

/** @throws NodeError `entry-damaged` */
export function checkSigned(node: Node, relation: Relation, row: CheckpointRow | null): void {
  if (row === null) return
  const { log, custody } = keysOfLog(relation, row.side)
  asSigned(() => {
    const { size } = verifyCheckpointAt(row.note, log, node.verifier)
    if (size !== row.size)
      throw new NodeError({ code: 'entry-damaged', message: 'a stored head of another size' })
    if (row.cosignature !== null) verifyCosignatureAt(row.note, row.cosignature, custody, node.verifier)
  })
}

/** What of the protocol's is refused where it was stored by ourselves is damaged. @throws NodeError `entry-damaged` */
export function asSigned<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw new NodeError({ code: 'entry-damaged', message: 'what is stored is not what was signed', cause })
  }
}
