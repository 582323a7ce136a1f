/**
 * C2SP tlog-proof: one file that shows, offline, that an entry stands in a log and that the other side
 * held it. `extra` is the header's exact bytes; it is believed only after it was hashed as the leaf.
 */
import { base64, fromBase64 } from '#base64'
import { hex } from '../bytes/bytes.ts'
import { parseBody, parseCount } from '../checkpoint/body.ts'
import { firstSpan, type KeySpan, verifyAuthorAt, verifyCustodyAt } from '../checkpoint/key-spans.ts'
import { parseHeader } from '../entry/codec.ts'
import { type Hex, MAX_HEADER_BYTES } from '../entry/header.ts'
import { leafHashBytes } from '../entry/leaf.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { isOriginIn } from '../keys/names.ts'
import type { NoteKeys, Verifier } from '../keys/ports.ts'
import { checkHash } from '../log/hash.ts'
import { verifyInclusion } from '../log/verify.ts'
import { MAX_NOTE_CHARACTERS, parseNote } from '../note/note.ts'

export interface Proof {
  index: number
  /** The header's bytes; absent in proofs that others made. */
  extra?: Uint8Array
  /** From the leaf's sibling up. */
  hashes: Uint8Array[]
  /** The checkpoint with its author's lines and the cosignature. */
  note: string
}

export interface Proven {
  header: Uint8Array
  leaf: Hex
  index: number
  /** The size of the head that holds it, and the root there. */
  size: number
  root: Hex
  /** By when the other side held it, seconds UTC. */
  time: number
  /** The key that says so was revoked since: it proves only what others had seen. */
  revoked?: true
}

/** What its author alone says: that it stands at this place of its log. */
export type Authored = Omit<Proven, 'time' | 'revoked'>

const TITLE = 'c2sp.org/tlog-proof@v1'
/** A tree of 2^53 leaves is 53 levels high. */
const MAX_HASHES = 53

/** @throws ProtocolError `bad-proof`, `bad-hash` */
export function formatProof(proof: Proof): string {
  if (!Number.isSafeInteger(proof.index) || proof.index < 0) refuse('bad-proof', 'not an index')
  const lines = [TITLE]
  if (proof.extra) lines.push(`extra ${base64(proof.extra)}`)
  lines.push(`index ${proof.index}`, ...proof.hashes.map((hash) => base64(checkHash(hash))), '', proof.note)
  return lines.join('\n')
}

/** @throws ProtocolError `bad-proof` */
export function parseProof(text: string): Proof {
  if (text.length > MAX_NOTE_CHARACTERS + 2 * MAX_HEADER_BYTES) refuse('bad-proof', 'too long')
  const split = text.indexOf('\n\n')
  if (split < 0) refuse('bad-proof', 'no blank line')
  const lines = text.slice(0, split).split('\n')
  if (lines.shift() !== TITLE) refuse('bad-proof', 'another format')
  const extra = lines[0]?.startsWith('extra ') ? decode(lines.shift()?.slice(6)) : null
  const found = /^index ([0-9]+)$/.exec(lines.shift() ?? '')
  const index = parseCount(found?.[1] ?? '')
  if (index === null) return refuse('bad-proof', 'no index')
  if (lines.length > MAX_HASHES) refuse('bad-proof', 'too many hashes')
  const hashes = lines.map(decode)
  if (hashes.some((hash) => hash.length !== 32)) refuse('bad-proof', 'a hash has 32 bytes')
  return { index, ...(extra ? { extra } : {}), hashes, note: text.slice(split + 2) }
}

/**
 * @param keys the log's own and the other side's custody; both from elsewhere than the proof
 * @throws ProtocolError `bad-proof`, `bad-hash` and what checkpoints and cosignatures throw
 */
export function verifyProof(
  text: string,
  keys: { log: NoteKeys; custody: NoteKeys },
  verifier: Verifier,
): Proven {
  return verifyProofAt(text, { log: firstSpan(keys.log), custody: firstSpan(keys.custody) }, verifier)
}

/** Where keys were changed: by those whose span holds the head, and the cosignature. @throws as `verifyProof` */
export function verifyProofAt(
  text: string,
  keys: { log: readonly KeySpan[]; custody: readonly KeySpan[] },
  verifier: Verifier,
): Proven {
  const { note, checkpoint, entry } = signedIn(text, keys.log, verifier)
  const { time, revoked } = verifyCustodyAt(checkpoint, note.lines, keys.custody, verifier)
  return { ...entry, time, ...(revoked ? { revoked } : {}) }
}

/** That its author signed it, and not yet that anybody held it. @throws as `verifyProof` */
export function verifyAuthorship(text: string, log: readonly KeySpan[], verifier: Verifier): Authored {
  return signedIn(text, log, verifier).entry
}

/** Whether nobody but its author signed the head: then nothing in it says that anybody held it. */
export function isAuthorsAlone(text: string): boolean {
  const note = parseNote(parseProof(text).note)
  const { origin } = parseBody(note.text)
  return note.lines.every(({ name }) => name === origin)
}

function signedIn(text: string, log: readonly KeySpan[], verifier: Verifier) {
  const proof = parseProof(text)
  if (!proof.extra) return refuse('bad-proof', 'no header to be proven')
  const note = parseNote(proof.note)
  const checkpoint = verifyAuthorAt(note, log, verifier)
  const { size, root } = checkpoint
  const leaf = leafHashBytes(proof.extra)
  verifyInclusion(leaf, proof.index, size, proof.hashes, root)
  checkNamed(proof.extra, checkpoint.origin)
  const entry = { header: proof.extra, leaf: hex(leaf), index: proof.index, size, root: hex(root) }
  return { note, checkpoint, entry }
}

/** Its author wrote it for the relation that it names (ENTRY-8). Bytes that are no header name none. */
function checkNamed(header: Uint8Array, origin: string): void {
  const named = relationIn(header)
  if (named !== undefined && !isOriginIn(origin, named))
    refuse('wrong-origin', 'an entry of another relation')
}

function relationIn(header: Uint8Array): string | undefined {
  try {
    return parseHeader(header).relation
  } catch (error) {
    if (error instanceof ProtocolError) return undefined
    throw error
  }
}

function decode(digits = ''): Uint8Array {
  try {
    return fromBase64(digits)
  } catch (cause) {
    throw new ProtocolError({ code: 'bad-proof', message: 'not base64', cause })
  }
}
