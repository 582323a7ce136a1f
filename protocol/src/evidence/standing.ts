/** What the proof of one entry in evidence shows: its place, and whether a receipt says that the other side held it. */
import { parseHeader } from '../entry/codec.ts'
import type { Header } from '../entry/header.ts'
import type { Verifier } from '../keys/ports.ts'
import { authorshipIn, type SideChain, verifyInChain } from '../proof/key-chain.ts'
import { type Authored, isAuthorsAlone } from '../proof/proof.ts'
import type { EvidenceEntry } from './layout.ts'

/** Why its own proof does not say that the other side held it. */
export const UNHELD = ['receipt-revoked', 'no-receipt'] as const
export type Unheld = (typeof UNHELD)[number]

/** An entry whose author and place are proven. */
export interface Standing {
  entry: EvidenceEntry
  proven: Authored
  header: Header | null
  /** When the other side held it, seconds UTC, where a receipt that counts says so. */
  receipt: number | Unheld
}

/** A receipt counts whole or not at all: where one lacks a line, or is by unknown keys, the proof was spoilt. */
export function standingOf(
  entry: EvidenceEntry,
  proof: string,
  author: SideChain,
  other: SideChain,
  verifier: Verifier,
): Standing {
  if (isAuthorsAlone(proof)) {
    const proven = authorshipIn(proof, author, verifier)
    return { entry, proven, header: readable(proven.header), receipt: 'no-receipt' }
  }
  const proven = verifyInChain(proof, author, other, verifier)
  const receipt = proven.revoked ? 'receipt-revoked' : proven.time
  return { entry, proven, header: readable(proven.header), receipt }
}

function readable(bytes: Uint8Array): Header | null {
  try {
    return parseHeader(bytes)
  } catch {
    return null
  }
}
