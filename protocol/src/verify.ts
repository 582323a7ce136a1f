/** All that an auditor needs, and nothing that signs. */

export { canonicalJson } from './bytes/canonical-json.ts'
export { text } from './bytes/utf8.ts'
export { checkWitnessKey, verifyWitness } from './checkpoint/witness.ts'
export { parseHeader } from './entry/codec.ts'

export { ProtocolError } from './errors.ts'
export type { EvidenceKeys } from './evidence/fault.ts'
export {
  EVIDENCE_MANIFEST,
  MOST_EVIDENCE,
  parseManifest,
  proofMember,
} from './evidence/layout.ts'
export {
  type Finding,
  isProven,
  verifyEvidence,
} from './evidence/verify-evidence.ts'
export { fingerprintOf } from './keys/fingerprint.ts'
export { nobleVerifier } from './keys/noble-verifier.ts'

export { keysOf, parseVkey, type Vkey } from './keys/vkey.ts'
export { readKeySteps, verifyInChain, verifyKeyChain } from './proof/key-chain.ts'
export { parseProof } from './proof/proof.ts'
