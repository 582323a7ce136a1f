import { concat, hex, sha256 } from '../bytes/bytes.ts'
import type { NoteKeys } from './ports.ts'

/** What two people compare of a log's or a custody's two public keys: sixteen groups of four digits. */
export function fingerprintOf({ ed25519, mlDsa44 }: Pick<NoteKeys, 'ed25519' | 'mlDsa44'>): string {
  return (hex(sha256(concat(ed25519, mlDsa44))).match(/.{4}/g) ?? []).join(' ')
}
