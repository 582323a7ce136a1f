/** The receipt: the other side's two lines (0x04 and 0x06) under its custody name, of one second. */
import { refuse } from '../errors.ts'
import {
  ED25519_SIGNATURE_BYTES,
  ML_DSA_44_SIGNATURE_BYTES,
  type NoteKeys,
  type NoteSigner,
  type Verifier,
} from '../keys/ports.ts'
import { keyId, SIGNATURE_TYPES } from '../keys/vkey.ts'
import { formatLine, type NoteLine, parseLines, parseNote } from '../note/note.ts'
import { type Checkpoint, parseBody } from './body.ts'
import { one } from './checkpoint.ts'
import { cosignatureMessage, splitTimestamped, subtreeMessage, timestamped } from './message.ts'

/**
 * Two lines, each with its newline. The caller has verified the checkpoint, and holds what it covers on
 * synced storage. `time` is in whole seconds, and that of the mark of the same transaction.
 * @throws ProtocolError `bad-note`, `bad-checkpoint`, `bad-time`, `wrong-origin` for a log that would cosign itself
 */
export function cosign(note: string, signer: NoteSigner, time: number): string {
  const checkpoint = parseBody(parseNote(note).text)
  const { name, ed25519, mlDsa44 } = signer
  if (name === checkpoint.origin) refuse('wrong-origin', 'a log does not cosign itself')
  if (time === 0) refuse('bad-time', 'a receipt has a time')
  const lines = [
    {
      name,
      id: keyId(name, SIGNATURE_TYPES.cosignature, ed25519.publicKey),
      signature: timestamped(time, ed25519.sign(cosignatureMessage(checkpoint, time))),
    },
    {
      name,
      id: keyId(name, SIGNATURE_TYPES.subtree, mlDsa44.publicKey),
      signature: timestamped(time, mlDsa44.sign(subtreeMessage(name, checkpoint, time))),
    },
  ]
  return lines.map(formatLine).join('')
}

/**
 * Exactly the two lines of `cosign`, over the checkpoint of `note` (whose own lines are not looked at).
 * @throws ProtocolError `bad-note`, `bad-checkpoint`, `missing-signature`, `bad-signature`, `bad-time`
 */
export function verifyCosignature(
  note: string,
  lines: string,
  keys: NoteKeys,
  verifier: Verifier,
): { time: number } {
  const parsed = parseLines(lines)
  if (parsed.length !== 2) refuse('bad-note', 'a cosignature has two lines')
  return verifyCustody(parseBody(parseNote(note).text), parsed, keys, verifier)
}

export function verifyCustody(
  checkpoint: Checkpoint,
  lines: readonly NoteLine[],
  keys: NoteKeys,
  verifier: Verifier,
): { time: number } {
  const classical = splitTimestamped(
    one(lines, keys.name, keyId(keys.name, SIGNATURE_TYPES.cosignature, keys.ed25519)).signature,
    ED25519_SIGNATURE_BYTES,
  )
  const subtree = splitTimestamped(
    one(lines, keys.name, keyId(keys.name, SIGNATURE_TYPES.subtree, keys.mlDsa44)).signature,
    ML_DSA_44_SIGNATURE_BYTES,
  )
  if (classical === null || subtree === null) return refuse('bad-signature', 'not a timestamped signature')
  const { time } = classical
  if (time !== subtree.time || time === 0) refuse('bad-time', 'both lines have one time')
  if (!verifier.ed25519(keys.ed25519, cosignatureMessage(checkpoint, time), classical.signature))
    refuse('bad-signature', 'Ed25519')
  if (!verifier.mlDsa44(keys.mlDsa44, subtreeMessage(keys.name, checkpoint, time), subtree.signature))
    refuse('bad-signature', 'ML-DSA-44')
  return { time }
}
