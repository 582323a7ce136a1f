/**
 * Finds in a damaged head or receipt the lines that are as they were signed. The body is known otherwise, from the entries: so
 * whatever has become of the text around them, signatures that verify over that body are those that were there.
 */
import { fromBase64 } from '#base64'
import { equal } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { ProtocolError } from '../errors.ts'
import {
  ED25519_SIGNATURE_BYTES,
  ML_DSA_44_SIGNATURE_BYTES,
  type NoteKeys,
  type Verifier,
} from '../keys/ports.ts'
import { keyId, SIGNATURE_TYPES, type SignatureType } from '../keys/vkey.ts'
import { formatLine } from '../note/note.ts'
import { type Checkpoint, formatBody } from './body.ts'
import type { KeySpan } from './key-spans.ts'
import { cosignatureMessage, splitTimestamped, subtreeMessage } from './message.ts'

export interface HeadLeft {
  /** Lines that were there, each whole and in its form; `null` where none is left of that key. */
  lines: (string | null)[]
  /** The head as it was, when every line is left. */
  note: string | null
}

/** The lines in a head of every key that signs at its size. */
export function headLeft(
  text: string,
  checkpoint: Checkpoint,
  spans: readonly KeySpan[],
  verifier: Verifier,
): HeadLeft {
  const left = signaturesIn(text)
  const body = formatBody(checkpoint)
  const lines = spans
    .filter(({ from, until }) => from <= checkpoint.size && checkpoint.size <= until)
    .flatMap(({ keys }) => {
      const message = subtreeMessage(keys.name, checkpoint, 0)
      return [
        lineOf(left, keys, SIGNATURE_TYPES.note, 'ed25519', (signature) =>
          verifier.ed25519(keys.ed25519, utf8(body), signature),
        ),
        lineOf(left, keys, SIGNATURE_TYPES.subtree, 'mlDsa44', (signature) => {
          const stamped = splitTimestamped(signature, ML_DSA_44_SIGNATURE_BYTES)
          return stamped?.time === 0 && verifier.mlDsa44(keys.mlDsa44, message, stamped.signature)
        }),
      ]
    })
  const whole = lines.length > 0 && lines.every((line) => line !== null)
  return { lines, note: whole ? `${body}\n${lines.join('')}` : null }
}

/** Both lines of a receipt, which say one second; `null` where one of them is not left. */
export function receiptLeft(
  text: string,
  checkpoint: Checkpoint,
  spans: readonly KeySpan[],
  verifier: Verifier,
): string | null {
  const left = signaturesIn(text)
  for (const { keys, from } of spans) {
    /** Each signature says its second itself. */
    const timed = (length: number, isGood: (time: number, signature: Uint8Array) => boolean) => {
      let time: number | null = null
      return {
        isGood(bytes: Uint8Array): boolean {
          const found = splitTimestamped(bytes, length)
          if (found === null || found.time === 0 || found.time < from) return false
          if (!isGood(found.time, found.signature)) return false
          time = found.time
          return true
        },
        time: () => time,
      }
    }
    const one = timed(ED25519_SIGNATURE_BYTES, (time, signature) =>
      verifier.ed25519(keys.ed25519, cosignatureMessage(checkpoint, time), signature),
    )
    const other = timed(ML_DSA_44_SIGNATURE_BYTES, (time, signature) =>
      verifier.mlDsa44(keys.mlDsa44, subtreeMessage(keys.name, checkpoint, time), signature),
    )
    const classical = lineOf(left, keys, SIGNATURE_TYPES.cosignature, 'ed25519', one.isGood)
    const second = lineOf(left, keys, SIGNATURE_TYPES.subtree, 'mlDsa44', other.isGood)
    if (classical !== null && second !== null && one.time() === other.time()) return classical + second
  }
  return null
}

type Algorithm = 'ed25519' | 'mlDsa44'

function lineOf(
  left: readonly Uint8Array[],
  keys: NoteKeys,
  type: SignatureType,
  algorithm: Algorithm,
  isGood: (signature: Uint8Array) => boolean,
): string | null {
  const id = keyId(keys.name, type, keys[algorithm])
  const found = left.find((bytes) => equal(bytes.subarray(0, 4), id) && isGood(bytes.slice(4)))
  return found ? formatLine({ name: keys.name, id, signature: found.slice(4) }) : null
}

/** Whatever reads as base64, wherever it stands. */
function signaturesIn(text: string): Uint8Array[] {
  return text.split(/\s+/u).flatMap((word) => {
    try {
      const bytes = fromBase64(word)
      return bytes.length > 4 ? [bytes] : []
    } catch (error) {
      if (error instanceof ProtocolError) return []
      throw error
    }
  })
}
