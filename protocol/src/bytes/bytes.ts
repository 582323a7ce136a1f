import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { refuse } from '../errors.ts'

export { sha256 } from '#sha256'

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return concatAll(parts)
}

/** Any number of them: no call takes as many arguments as a message has pieces. */
export function concatAll(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const out = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Not constant in time: nothing compared here is secret. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  return bytesToHex(bytes)
}

/** Strict: lower case, an even number of digits. @throws ProtocolError `bad-hex` */
export function fromHex(digits: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(digits)) refuse('bad-hex', 'expected lower-case hexadecimal')
  return hexToBytes(digits)
}
