/** Outside witnesses, as C2SP tlog-witness has them: what they are asked, and what their lines are worth. */
import { base64 } from '#base64'
import { ProtocolError, refuse } from '../errors.ts'
import { ED25519_SIGNATURE_BYTES, ML_DSA_44_SIGNATURE_BYTES, type Verifier } from '../keys/ports.ts'
import { keyId, SIGNATURE_TYPES, type Vkey } from '../keys/vkey.ts'
import { checkHash } from '../log/hash.ts'
import { formatLine, linesOf, type NoteLine, parseLines, parseNote } from '../note/note.ts'
import { type Checkpoint, parseBody } from './body.ts'
import { cosignatureMessage, splitTimestamped, subtreeMessage } from './message.ts'

/** A consistency proof between two sizes below 2^53. */
const MAX_HASHES = 63

export interface Asking {
  /** Size the witness last cosigned; 0 for none. */
  old: number
  /** From `old` to the note's size; empty when `old` is 0 or the same size. */
  proof: readonly Uint8Array[]
  /** The checkpoint with its author's lines. */
  note: string
}

/** The body of `POST …/add-checkpoint`. @throws ProtocolError `bad-proof`, `bad-hash`, `out-of-range` */
export function formatAddCheckpoint({ old, proof, note }: Asking): string {
  if (!Number.isSafeInteger(old) || old < 0) refuse('out-of-range', 'a size is a whole number')
  if (proof.length > MAX_HASHES) refuse('bad-proof', 'too many hashes')
  return [`old ${old}`, ...proof.map((hash) => base64(checkHash(hash))), '', note].join('\n')
}

/**
 * The lines of these keys among what a witness answered, each verified over the note's checkpoint. Lines of
 * other keys are left out, so that nothing unverified is ever kept or passed on.
 *
 * @param vkeys of types 0x04 and 0x06, all of the one witness
 * @throws ProtocolError `bad-note`, `missing-signature` for none, `bad-signature` for one that does not verify,
 * `bad-time` for a line without a time, `wrong-origin` where the witness has the log's name
 */
export function verifyWitness(
  note: string,
  answer: string,
  vkeys: readonly Vkey[],
  verifier: Verifier,
): { lines: string; times: number[] } {
  const checkpoint = parseBody(parseNote(note).text)
  const given = parseLines(answer)
  const found = vkeys.flatMap((vkey) => {
    if (vkey.name === checkpoint.origin) return refuse('wrong-origin', 'a log does not witness itself')
    const lines = linesOf(given, vkey.name, keyId(vkey.name, vkey.type, vkey.publicKey))
    if (lines.length > 1) return refuse('bad-note', 'two lines of one key')
    return lines.map((line) => ({ line, time: timeOf(checkpoint, line, vkey, verifier) }))
  })
  if (found.length === 0) refuse('missing-signature', 'no line of a key of this witness')
  return { lines: found.map(({ line }) => formatLine(line)).join(''), times: found.map(({ time }) => time) }
}

function timeOf(checkpoint: Checkpoint, line: NoteLine, vkey: Vkey, verifier: Verifier): number {
  const classical = vkey.type === SIGNATURE_TYPES.cosignature
  const split = splitTimestamped(
    line.signature,
    classical ? ED25519_SIGNATURE_BYTES : ML_DSA_44_SIGNATURE_BYTES,
  )
  if (split === null) return refuse('bad-signature', 'not a timestamped signature')
  const { time, signature } = split
  if (time === 0) refuse('bad-time', 'a cosignature has a time')
  const good = classical
    ? verifier.ed25519(vkey.publicKey, cosignatureMessage(checkpoint, time), signature)
    : verifier.mlDsa44(vkey.publicKey, subtreeMessage(vkey.name, checkpoint, time), signature)
  if (!good) refuse('bad-signature', 'of a witness')
  return time
}

/** Keys a witness can be named by. @throws ProtocolError `bad-vkey` for a key of a log */
export function checkWitnessKey(vkey: Vkey): Vkey {
  if (vkey.type === SIGNATURE_TYPES.note)
    throw new ProtocolError({ code: 'bad-vkey', message: 'a witness signs with types 0x04 and 0x06' })
  return vkey
}
