/** The same function where the runtime brings it: a node hashes every entry, part and state that comes. */
import { hash } from 'node:crypto'

export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'))
}
