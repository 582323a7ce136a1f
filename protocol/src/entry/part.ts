/** Parts and files of a body: the header commits to them by salted digests and gives nothing else away. */
import { concat, hex, sha256 } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { refuse } from '../errors.ts'
import type { Header, Hex } from './header.ts'

/** One part as it travels and is kept. */
export interface Part {
  name: string
  /** 32 random bytes of its own: without it, short contents could be guessed from the digest. */
  salt: Uint8Array
  bytes: Uint8Array
}

export const SALT_BYTES = 32

const PART = utf8('counterpart part v1\n')
const FILE = utf8('counterpart file v1\n')

/** @throws ProtocolError `bad-salt` unless the salt has 32 bytes */
export function partDigest(salt: Uint8Array, bytes: Uint8Array): Hex {
  return salted(PART, salt, bytes)
}

/** Over the ciphertext of a file. @throws ProtocolError `bad-salt` unless the salt has 32 bytes */
export function fileDigest(salt: Uint8Array, bytes: Uint8Array): Hex {
  return salted(FILE, salt, bytes)
}

/** What is hashed before the ciphertext, for whoever reads that piece by piece. @throws ProtocolError `bad-salt` */
export function fileDigestHead(salt: Uint8Array): Uint8Array {
  return concat(FILE, checkSalt(salt))
}

/** The smallest power of two that is at least `n`, so that a size gives no document away. */
export function roundedSize(n: number): number {
  if (!Number.isSafeInteger(n) || n < 0) refuse('out-of-range', 'a size is a whole number')
  let size = 1
  while (size < n) size *= 2
  return size
}

/**
 * Whether the parts given are exactly those that the header commits to.
 * @throws ProtocolError `bad-part` for one that is not named, given twice or of another digest, `part-missing`
 */
export function checkParts(header: Header, parts: readonly Part[]): void {
  const given = new Map(parts.map((part) => [part.name, part]))
  if (given.size !== parts.length) refuse('bad-part', 'a part is given twice')
  if (given.size > header.parts.length) refuse('bad-part', 'a part that the header does not name')
  for (const named of header.parts) {
    const part = given.get(named.name)
    if (!part) refuse('part-missing', 'a part that the header names')
    if (partDigest(part.salt, part.bytes) !== named.digest) refuse('bad-part', 'a part of another digest')
  }
}

function salted(label: Uint8Array, salt: Uint8Array, bytes: Uint8Array): Hex {
  return hex(sha256(concat(label, checkSalt(salt), bytes)))
}

function checkSalt(salt: Uint8Array): Uint8Array {
  if (salt.length !== SALT_BYTES) refuse('bad-salt', `a salt has ${SALT_BYTES} bytes`)
  return salt
}
