import { concat, hex, sha256 } from '../bytes/bytes.ts'
import type { Hex } from './header.ts'

const LEAF = Uint8Array.of(0)

/** RFC 6962 leaf hash of an entry's exact bytes: how other entries name it. */
export function leafHash(bytes: Uint8Array): Hex {
  return hex(leafHashBytes(bytes))
}

export function leafHashBytes(bytes: Uint8Array): Uint8Array {
  return sha256(concat(LEAF, bytes))
}
