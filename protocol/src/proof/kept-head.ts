/**
 * A head that somebody kept outside both nodes, by itself or in the proof of an entry. It shows what of a log there once
 * was, whatever either node says of it later.
 */
import type { Checkpoint } from '../checkpoint/body.ts'
import { parseBody } from '../checkpoint/body.ts'
import { type KeySpan, verifyAuthorAt, verifyCustodyAt } from '../checkpoint/key-spans.ts'
import { refuse } from '../errors.ts'
import type { Verifier } from '../keys/ports.ts'
import { parseNote } from '../note/note.ts'
import { parseProof } from './proof.ts'

function noteIn(text: string): string {
  return text.startsWith('c2sp.org/tlog-proof@') ? parseProof(text).note : text
}

/** Whose it says it is: nothing of it is to be believed yet. @throws ProtocolError `bad-note`, `bad-checkpoint`, `bad-proof` */
export function originOfHead(text: string): string {
  return parseBody(parseNote(noteIn(text)).text).origin
}

/**
 * Without `log`, as for an epoch whose keys nobody has any more, it is the receipt alone that counts.
 *
 * @throws ProtocolError as for checkpoints and cosignatures
 */
export function verifyKeptHead(
  text: string,
  keys: { log: readonly KeySpan[] | null; custody: readonly KeySpan[] },
  verifier: Verifier,
): Checkpoint {
  const note = parseNote(noteIn(text))
  const checkpoint = keys.log ? verifyAuthorAt(note, keys.log, verifier) : parseBody(note.text)
  const { revoked } = verifyCustodyAt(checkpoint, note.lines, keys.custody, verifier)
  if (revoked) refuse('bad-signature', 'whoever has a revoked key can date a receipt back')
  return checkpoint
}
