export * from '#base64'
export * from './bytes/bytes.ts'
export { canonicalJson } from './bytes/canonical-json.ts'
export { GrowingBuffer } from './bytes/growing-buffer.ts'
export { parseJson } from './bytes/parse-json.ts'
export * from './bytes/utf8.ts'
export { type Checkpoint, formatBody } from './checkpoint/body.ts'
export { signCheckpoint, verifyCheckpoint } from './checkpoint/checkpoint.ts'
export { cosign, verifyCosignature } from './checkpoint/cosignature.ts'
export { changeKey, firstKeys, isFull, type KeyRecord, namedIn } from './checkpoint/key-changes.ts'
export {
  firstSpan,
  type KeySpan,
  ownLinesAt,
  verifyCheckpointAt,
  verifyCosignatureAt,
  verifyHeadAt,
} from './checkpoint/key-spans.ts'
export { type HeadLeft, headLeft, receiptLeft } from './checkpoint/salvage.ts'
export { checkWitnessKey, formatAddCheckpoint, verifyWitness } from './checkpoint/witness.ts'
export { ENTRY_KINDS } from './entry/check-header.ts'
export { encodeHeader, parseHeader } from './entry/codec.ts'
export * from './entry/header.ts'
export * from './entry/leaf.ts'
export * from './entry/part.ts'
export {
  decodeEnvelope,
  ENVELOPE_BOUNDS,
  encodeEnvelope,
  hpkeInfo,
} from './envelope/envelope.ts'
export { type Closing, signClosing, verifyClosingAt } from './epoch/closing.ts'
export {
  CLOSING_QUESTION,
  type ClosingQuestion,
  signClosingQuestion,
  verifyClosingQuestion,
} from './epoch/closing-question.ts'
export {
  type Epoch,
  type EpochNotes,
  epochAt,
  signOpening,
  verifyOpening,
} from './epoch/opening.ts'
export { ProtocolError } from './errors.ts'
export * from './evidence/layout.ts'
export {
  type Finding,
  isProven,
  verifyEvidence,
} from './evidence/verify-evidence.ts'
export * from './file/chunks.ts'
export { fingerprintOf, grouped } from './keys/fingerprint.ts'
export {
  custodyName,
  domainIn,
  logOrigin,
  MOST_EPOCH,
} from './keys/names.ts'
export { nobleVerifier } from './keys/noble-verifier.ts'
export type { NoteKeys, NoteSigner, SigningKey, Verifier } from './keys/ports.ts'
export { isSealingKey } from './keys/sealing-key.ts'
export {
  formatVkey,
  keysOf,
  parseVkey,
  type Vkey,
  vkeysOf,
} from './keys/vkey.ts'
export { appendLeaf, emptyFrontier, type Frontier, type Node, rootOf } from './log/frontier.ts'
export * from './log/prove.ts'
export { verifyConsistency, verifyInclusion } from './log/verify.ts'
export { type PouchHead, pouchName } from './pouch/head.ts'
export {
  newPouchWriter,
  POUCH_FRAME,
  POUCH_ITEM_FRAME,
  PouchReader,
} from './pouch/pouch.ts'
export { originOfHead, verifyKeptHead } from './proof/kept-head.ts'
export { type KeyStep, readKeySteps, type SideChain, verifyKeyChain } from './proof/key-chain.ts'
export {
  formatProof,
  verifyAuthorship,
  verifyProof,
  verifyProofAt,
} from './proof/proof.ts'
export {
  ANNOUNCEMENT,
  type Announcement,
  decodeAnnouncement,
  encodeAnnouncement,
  MOST_SHOWN,
  shownBytes,
  verifyAnnouncement,
} from './sync/announcement.ts'
export {
  decodeFileAnswer,
  decodeFilePiece,
  decodeFileQuestion,
  encodeFileAnswer,
  encodeFilePiece,
  encodeFileQuestion,
  FILE_PIECE,
  FILE_QUESTION,
  type FileAnswer,
  type FilePiece,
  type FileQuestion,
} from './sync/file-message.ts'
export {
  decodeGiven,
  encodeGiven,
  GIVE_BACK,
  type GiveBack,
  type Given,
  givenBytes,
  signGiveBack,
  verifyGiveBack,
} from './sync/give-back.ts'
export { REFUSALS, type Refusal } from './sync/refusal.ts'
export { formatSizes, parseSizes, type Sizes } from './sync/sizes.ts'
export { type Statement, signStatement, verifyStatement } from './sync/statement.ts'
export { checkAnswer, decodeStep, encodeStep, STEP_BOUNDS, type Step, type StepEntry } from './sync/step.ts'
