import { concat, sha256 } from '../bytes/bytes.ts'
import { refuse } from '../errors.ts'

const HASH_BYTES = 32

const NODE = Uint8Array.of(1)

/** Hash of an inner node (RFC 6962): the prefix keeps a node from being taken for a leaf. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(NODE, left, right))
}

/** Root of the tree without leaves. */
export function emptyRoot(): Uint8Array {
  return sha256(new Uint8Array(0))
}

/** @throws ProtocolError `bad-hash` */
export function checkHash(hash: Uint8Array | undefined): Uint8Array {
  if (hash?.length !== HASH_BYTES) return refuse('bad-hash', `a hash has ${HASH_BYTES} bytes`)
  return hash
}

/** @throws ProtocolError `out-of-range` */
export function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0) refuse('out-of-range', 'a size is a whole number')
}
