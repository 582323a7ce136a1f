import { createHash } from 'node:crypto'

/** What is stored of a token that signs somebody in: who reads the database cannot use it. */
export function tokenDigest(token: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update('counterpart token v1\n').update(token).digest())
}
