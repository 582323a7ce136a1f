/** What can be wrong with an evidence file, and the keys it is read against. */
import type { Hex } from '../entry/header.ts'
import type { ChainKeys } from '../proof/key-chain.ts'

/** Both parties' keys, as the reader has them from elsewhere. */
export type EvidenceKeys = readonly ChainKeys[]

/** A closed list. */
export const EVIDENCE_FAULTS = [
  'bad-manifest',
  'unknown-side',
  'another-relation',
  'keys-differ',
  'bad-key-change',
  'member-missing',
  'member-unknown',
  'bad-proof',
  'another-entry',
  'part-differs',
  'file-differs',
  'not-settled',
] as const
export type EvidenceFault = (typeof EVIDENCE_FAULTS)[number]

export type Fault = (code: EvidenceFault, leaf: Hex | null, name: string | null, cause?: unknown) => void
