/** Checkpoints and receipts leave this node only as they were signed. */
import {
  equal,
  type KeySpan,
  type NoteKeys,
  type NoteSigner,
  ownLinesAt,
  ProtocolError,
  verifyCheckpointAt,
  verifyCosignatureAt,
} from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { CheckpointRow } from '../../store/store.ts'
import type { Node, Relation } from '../relation.ts'
import { epochEnding } from './chain.ts'
import { logSpans } from './log-spans.ts'

export function publicOf({ name, ed25519, mlDsa44 }: NoteSigner): NoteKeys {
  return { name, ed25519: ed25519.publicKey, mlDsa44: mlDsa44.publicKey }
}

export function sameKeys(one: NoteKeys, other: NoteKeys): boolean {
  return equal(one.ed25519, other.ed25519) && equal(one.mlDsa44, other.mlDsa44)
}

/** The keys that sign the log of a side at a size of the chain, and those that the other side cosigns with, each with its span. */
export function keysOfLog(
  relation: Relation,
  side: string,
  size: number,
): { log: readonly KeySpan[]; custody: readonly KeySpan[] } {
  const { ours, theirs } = relation.keyed
  const epoch = epochEnding(relation, side, size)
  return side === relation.ours
    ? { log: logSpans(ours, epoch), custody: theirs.custody }
    : { log: logSpans(theirs, epoch), custody: ours.custody }
}

/** The row as it leaves this node: with the lines of its own log alone. @throws NodeError `entry-damaged` */
export function checkSigned<Row extends CheckpointRow | null>(node: Node, relation: Relation, row: Row): Row {
  if (row === null) return row
  const { log, custody } = keysOfLog(relation, row.side, row.size)
  const { base } = epochEnding(relation, row.side, row.size)
  asSigned(() => {
    const { size } = verifyCheckpointAt(row.note, log, node.verifier)
    if (base + size !== row.size)
      throw new NodeError({ code: 'entry-damaged', message: 'a stored head of another size' })
    if (row.cosignature !== null) verifyCosignatureAt(row.note, row.cosignature, custody, node.verifier)
  })
  return { ...row, note: ownNote(relation, row) }
}

/** The stored note with the lines of its own log alone: whatever else is among them signs nothing here. @throws NodeError `entry-damaged` */
export function ownNote(
  relation: Relation,
  { side, size, note }: Omit<CheckpointRow, 'cosignature'>,
): string {
  return asSigned(() => ownLinesAt(note, keysOfLog(relation, side, size).log))
}

/**
 * Our own stored bytes were valid when they were written: if the protocol refuses them now, they are damaged. @throws
 * NodeError `entry-damaged`
 */
export function asSigned<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw new NodeError({ code: 'entry-damaged', message: 'what is stored is not what was signed', cause })
  }
}
