/** Checkpoints and receipts are given on only as they were signed. */
import {
  type NoteKeys,
  type NoteSigner,
  ProtocolError,
  verifyCheckpoint,
  verifyCosignature,
} from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { CheckpointRow } from '../store/store.ts'
import { epochEnding } from './chain.ts'
import type { Node, Relation } from './relation.ts'

export function publicOf({ name, ed25519, mlDsa44 }: NoteSigner): NoteKeys {
  return { name, ed25519: ed25519.publicKey, mlDsa44: mlDsa44.publicKey }
}

/** With which keys the log of a side is signed at a size of the chain, and by the other side cosigned. */
export function keysOfLog(
  relation: Relation,
  side: string,
  size: number,
): { log: NoteKeys; custody: NoteKeys } {
  const { log } = epochEnding(relation, side, size)
  return { log, custody: side === relation.ours ? relation.theirCustody : publicOf(relation.custody) }
}

/** @throws NodeError `entry-damaged` */
export function checkSigned(node: Node, relation: Relation, row: CheckpointRow | null): void {
  if (row === null) return
  const { log, custody } = keysOfLog(relation, row.side, row.size)
  const { base } = epochEnding(relation, row.side, row.size)
  asSigned(() => {
    const { size } = verifyCheckpoint(row.note, log, node.verifier)
    if (base + size !== row.size)
      throw new NodeError({ code: 'entry-damaged', message: 'a stored head of another size' })
    if (row.cosignature !== null) verifyCosignature(row.note, row.cosignature, custody, node.verifier)
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
