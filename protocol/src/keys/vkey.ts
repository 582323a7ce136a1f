/** Names and ids of keys, and their text form, as C2SP signed-note has them. */
import { base64, fromBase64 } from '#base64'
import { concat, hex, sha256 } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { ED25519_KEY_BYTES, ML_DSA_44_KEY_BYTES, type NoteKeys } from './ports.ts'

/** Type bytes of C2SP signed-note. `statement` is our own, in the range that is left to others. */
export const SIGNATURE_TYPES = {
  note: 0x01,
  cosignature: 0x04,
  subtree: 0x06,
} as const
export type SignatureType = (typeof SIGNATURE_TYPES)[keyof typeof SIGNATURE_TYPES]

/** One byte of length in the message that ML-DSA-44 signs. */
const MAX_NAME_BYTES = 255

const KEY_BYTES: Record<SignatureType, number> = {
  1: ED25519_KEY_BYTES,
  4: ED25519_KEY_BYTES,
  6: ML_DSA_44_KEY_BYTES,
}

/** @throws ProtocolError `bad-name` for an empty or long name, a space, a plus or a control character */
export function checkName(name: string): string {
  if (name.length === 0 || /[\s\p{Cc}+]/u.test(name)) refuse('bad-name', 'a name has no space and no plus')
  if (!name.isWellFormed() || utf8(name).length > MAX_NAME_BYTES)
    refuse('bad-name', 'a name has at most 255 bytes')
  return name
}

/** The first four bytes of SHA-256 over name, newline, type and public key. @throws ProtocolError `bad-name`, `bad-key` */
export function keyId(name: string, type: SignatureType, publicKey: Uint8Array): Uint8Array {
  if (publicKey.length !== KEY_BYTES[type]) refuse('bad-key', 'a public key of another length')
  return keyIdOf(name, Uint8Array.of(type), publicKey)
}

/** For types of more than one byte (0xff and an identifier). */
export function keyIdOf(name: string, type: Uint8Array, publicKey: Uint8Array): Uint8Array {
  return sha256(concat(utf8(`${checkName(name)}\n`), type, publicKey)).slice(0, 4)
}

/** `name+id+base64(type ‖ public key)`. */
export function formatVkey(name: string, type: SignatureType, publicKey: Uint8Array): string {
  const id = hex(keyId(name, type, publicKey))
  return `${name}+${id}+${base64(concat(Uint8Array.of(type), publicKey))}`
}

export interface Vkey {
  name: string
  type: SignatureType
  publicKey: Uint8Array
}

/** @throws ProtocolError `bad-vkey`, also when the id is not that of name, type and key */
export function parseVkey(vkey: string): Vkey {
  const found = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(vkey)
  if (!found) return refuse('bad-vkey', 'expected name+id+key')
  const [, name = '', id = '', encoded = ''] = found
  try {
    const { type, publicKey } = readMaterial(fromBase64(encoded))
    if (hex(keyId(name, type, publicKey)) !== id) refuse('bad-vkey', 'the id is of another key')
    return { name, type, publicKey }
  } catch (cause) {
    if (!(cause instanceof ProtocolError) || cause.code === 'bad-vkey') throw cause
    throw new ProtocolError({ code: 'bad-vkey', message: cause.code, cause })
  }
}

function readMaterial(material: Uint8Array): { type: SignatureType; publicKey: Uint8Array } {
  const type = material[0]
  if (type !== 0x01 && type !== 0x04 && type !== 0x06) return refuse('bad-vkey', 'an unknown type')
  return { type, publicKey: material.slice(1) }
}

/** The two vkeys of a log (types 0x01, 0x06) or a custody (0x04, 0x06), for whoever verifies elsewhere. */
export function vkeysOf(keys: NoteKeys, of: 'log' | 'custody'): [string, string] {
  const type = of === 'log' ? SIGNATURE_TYPES.note : SIGNATURE_TYPES.cosignature
  return [
    formatVkey(keys.name, type, keys.ed25519),
    formatVkey(keys.name, SIGNATURE_TYPES.subtree, keys.mlDsa44),
  ]
}

/** The inverse of `vkeysOf`. @throws ProtocolError `bad-vkey` */
export function keysOf(vkeys: readonly string[], of: 'log' | 'custody'): NoteKeys {
  const [first, second, ...more] = vkeys.map(parseVkey)
  if (!first || !second || more.length > 0 || first.name !== second.name)
    return refuse('bad-vkey', 'expected two keys of one name')
  const type = of === 'log' ? SIGNATURE_TYPES.note : SIGNATURE_TYPES.cosignature
  if (first.type !== type || second.type !== SIGNATURE_TYPES.subtree)
    refuse('bad-vkey', 'keys of other types')
  return { name: first.name, ed25519: first.publicKey, mlDsa44: second.publicKey }
}
