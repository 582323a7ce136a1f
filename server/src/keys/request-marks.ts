/**
 * Salts that tell their author which request an act answers, and to everybody else are random bytes: what the counterpart
 * gives back after a loss brings them along, and answers to requests, which it never had, it cannot give.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

/** A mark is half a salt. The other half is random, even to whoever has the key. */
export const MARK_BYTES = 16

export interface RequestMarks {
  /** `random`: as many bytes as the salt has, fresh. */
  hide(mark: Uint8Array, random: Uint8Array): Uint8Array
  /** The mark in a salt; any bytes where `hide` did not make the salt under this key. */
  read(salt: Uint8Array): Uint8Array
}

/** Never another for the same node and relation: the secret goes on when every other key is changed. */
export function marksKey(secret: Uint8Array, party: string, relation: string): Uint8Array {
  const info = `counterpart request marks v1\n${party}\n${relation}\n`
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), info, 32))
}

export function requestMarks(key: Uint8Array): RequestMarks {
  return {
    hide(mark, random) {
      const block = random.subarray(0, MARK_BYTES)
      const hidden = createCipheriv('aes-256-ctr', key, block).update(mark)
      return new Uint8Array(Buffer.concat([block, hidden]))
    },
    read(salt) {
      const block = salt.subarray(0, MARK_BYTES)
      return new Uint8Array(createDecipheriv('aes-256-ctr', key, block).update(salt.subarray(MARK_BYTES)))
    },
  }
}
