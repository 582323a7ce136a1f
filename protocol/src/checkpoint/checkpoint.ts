/** A log's own signature over its head: one Ed25519 line (0x01) and one ML-DSA-44 line (0x06). */
import { utf8 } from '../bytes/utf8.ts'
import { refuse } from '../errors.ts'
import { ML_DSA_44_SIGNATURE_BYTES, type NoteKeys, type NoteSigner, type Verifier } from '../keys/ports.ts'
import { keyId, SIGNATURE_TYPES } from '../keys/vkey.ts'
import { formatLine, linesOf, type Note, type NoteLine, parseNote } from '../note/note.ts'
import { type Checkpoint, formatBody, parseBody } from './body.ts'
import { splitTimestamped, subtreeMessage, timestamped } from './message.ts'

/** The log does not say that its head is the largest at a time: entries and cosignatures carry times. */
const NO_TIME = 0

/** A whole note. @throws ProtocolError `wrong-origin` unless the signer is the log itself */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  if (checkpoint.origin !== signer.name) refuse('wrong-origin', 'a log signs under its own name')
  const body = formatBody(checkpoint)
  const { name, ed25519, mlDsa44 } = signer
  const message = subtreeMessage(name, checkpoint, NO_TIME)
  const lines = [
    { name, id: keyId(name, SIGNATURE_TYPES.note, ed25519.publicKey), signature: ed25519.sign(utf8(body)) },
    {
      name,
      id: keyId(name, SIGNATURE_TYPES.subtree, mlDsa44.publicKey),
      signature: timestamped(NO_TIME, mlDsa44.sign(message)),
    },
  ]
  return `${body}\n${lines.map(formatLine).join('')}`
}

/**
 * Every line of a key that is known must verify, and there must be one of each algorithm: a note with
 * one good and one bad line is refused, so neither algorithm can be broken alone. Lines of unknown keys
 * (witnesses) are passed over.
 * @throws ProtocolError `bad-note`, `bad-checkpoint`, `wrong-origin`, `missing-signature`, `bad-signature`
 */
export function verifyCheckpoint(note: string, keys: NoteKeys, verifier: Verifier): Checkpoint {
  return verifyAuthor(parseNote(note), keys, verifier)
}

export function verifyAuthor(note: Note, keys: NoteKeys, verifier: Verifier): Checkpoint {
  const checkpoint = parseBody(note.text)
  if (checkpoint.origin !== keys.name) refuse('wrong-origin', 'a checkpoint of another log')
  const classical = one(note.lines, keys.name, keyId(keys.name, SIGNATURE_TYPES.note, keys.ed25519))
  const subtree = one(note.lines, keys.name, keyId(keys.name, SIGNATURE_TYPES.subtree, keys.mlDsa44))
  const stamped = splitTimestamped(subtree.signature, ML_DSA_44_SIGNATURE_BYTES)
  if (stamped?.time !== NO_TIME) return refuse('bad-signature', 'the log states no time')
  if (!verifier.ed25519(keys.ed25519, utf8(note.text), classical.signature))
    refuse('bad-signature', 'Ed25519')
  const message = subtreeMessage(keys.name, checkpoint, NO_TIME)
  if (!verifier.mlDsa44(keys.mlDsa44, message, stamped.signature)) refuse('bad-signature', 'ML-DSA-44')
  return checkpoint
}

/** The one line of a key. @throws ProtocolError `missing-signature`, `bad-note` when there are several */
export function one(lines: readonly NoteLine[], name: string, id: Uint8Array): NoteLine {
  const [line, ...more] = linesOf(lines, name, id)
  if (!line) return refuse('missing-signature', 'a line of a known key is missing')
  if (more.length > 0) refuse('bad-note', 'two lines of one key')
  return line
}
