import { concat, hex, sha256 } from '../bytes/bytes.ts'
import type { Hex } from '../entry/header.ts'
import type { NoteKeys } from './ports.ts'

/** What two people compare of a log's or a custody's two public keys: sixteen groups of four digits. */
export function fingerprintOf({ ed25519, mlDsa44 }: Pick<NoteKeys, 'ed25519' | 'mlDsa44'>): string {
  return grouped(hex(sha256(concat(ed25519, mlDsa44))))
}

/** Any digest as two people compare it: all of it, in groups of four digits. */
export function grouped(digits: Hex): string {
  return (digits.match(/.{4}/g) ?? []).join(' ')
}
