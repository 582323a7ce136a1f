/** All that an auditor needs, and nothing that signs. */
export { fromBase64 } from '#base64'
export { canonicalJson } from './bytes/canonical-json.ts'
export { text } from './bytes/utf8.ts'
export { checkWitnessKey, verifyWitness } from './checkpoint/witness.ts'
export { parseHeader } from './entry/codec.ts'
export type { Header, Hex } from './entry/header.ts'
export type { Epoch, EpochNotes } from './epoch/opening.ts'
export { PROTOCOL_CODES, type ProtocolCode, ProtocolError } from './errors.ts'
export {
  EVIDENCE_MANIFEST,
  type EvidenceManifest,
  MOST_EVIDENCE,
  parseManifest,
  proofMember,
} from './evidence/layout.ts'
export {
  type EvidenceFault,
  type EvidenceKeys,
  type Finding,
  isProven,
  verifyEvidence,
} from './evidence/verify-evidence.ts'
export { fingerprintOf, grouped } from './keys/fingerprint.ts'
export { nobleVerifier } from './keys/noble-verifier.ts'
export type { NoteKeys, Verifier } from './keys/ports.ts'
export { keysOf, parseVkey, type Vkey } from './keys/vkey.ts'
export { readKeySteps, verifyInChain, verifyKeyChain } from './proof/key-chain.ts'
export { type Proof, type Proven, parseProof, verifyProofAt } from './proof/proof.ts'
