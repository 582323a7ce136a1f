/** What can be inside an envelope: a step, a question for a statement or for a piece of a file, or an announcement. */
import {
  ANNOUNCEMENT,
  type Announcement,
  concat,
  decodeAnnouncement,
  decodeFileAnswer,
  decodeFileQuestion,
  decodeGiven,
  decodeStep,
  encodeAnnouncement,
  encodeFileQuestion,
  encodeStep,
  equal,
  FILE_QUESTION,
  type FileAnswer,
  type FileQuestion,
  GIVE_BACK,
  type GiveBack,
  type Given,
  ProtocolError,
  type Step,
  text,
  utf8,
} from '@counterpart/protocol'
import { LinkFailure } from './link.ts'

export type Question =
  | { kind: 'step'; step: Step }
  | { kind: 'ask'; nonce: Uint8Array }
  /** Where our log ends, said for good. */
  | { kind: 'close'; nonce: Uint8Array }
  | { kind: 'file'; file: FileQuestion }
  | { kind: 'announcement'; announcement: Announcement }
  /** A signed note: who asks is believed once it is verified. */
  | { kind: 'give-back'; note: string }

const ASK = utf8('counterpart question v1\n')
const HEARD = utf8('counterpart heard v1\n')
const CLOSE = utf8('counterpart closing question v1\n')
const NONCE_BYTES = 16

export function encodeQuestion(question: Question): Uint8Array {
  if (question.kind === 'give-back') return utf8(question.note)
  if (question.kind === 'announcement') return encodeAnnouncement(question.announcement)
  if (question.kind === 'file') return encodeFileQuestion(question.file)
  if (question.kind === 'step') return encodeStep(question.step)
  return concat(question.kind === 'ask' ? ASK : CLOSE, question.nonce)
}

/** @throws LinkFailure `bad-step` */
export function decodeQuestion(bytes: Uint8Array): Question {
  for (const [kind, title] of [
    ['ask', ASK],
    ['close', CLOSE],
  ] as const)
    if (bytes.length === title.length + NONCE_BYTES && equal(bytes.subarray(0, title.length), title))
      return { kind, nonce: bytes.slice(title.length) }
  const { start } = FILE_QUESTION
  if (equal(bytes.subarray(0, start.length), start))
    return { kind: 'file', file: read(() => decodeFileQuestion(bytes)) }
  const { start: asked } = GIVE_BACK
  if (equal(bytes.subarray(0, asked.length), asked)) return { kind: 'give-back', note: readNote(bytes) }
  const announced = ANNOUNCEMENT.start
  if (equal(bytes.subarray(0, announced.length), announced))
    return { kind: 'announcement', announcement: read(() => decodeAnnouncement(bytes)) }
  return { kind: 'step', step: readStep(bytes) }
}

/** @throws LinkFailure `bad-step` */
export function readStep(bytes: Uint8Array): Step {
  return read(() => decodeStep(bytes))
}

/** @throws LinkFailure `bad-step` for anything but an answer to this question */
export function readFileAnswer(bytes: Uint8Array, question: FileQuestion): FileAnswer {
  return read(() => decodeFileAnswer(bytes, question))
}

/** That an announcement was heard: its nonce, and nothing besides. */
export function encodeHeard(nonce: Uint8Array): Uint8Array {
  return concat(HEARD, nonce)
}

/** @throws LinkFailure `bad-step` for anything but that */
export function checkHeard(bytes: Uint8Array, nonce: Uint8Array): void {
  if (!equal(bytes, encodeHeard(nonce))) throw new LinkFailure('bad-step')
}

/** @throws LinkFailure `bad-step` for anything but an answer to this question */
export function readGiven(bytes: Uint8Array, asked: Pick<GiveBack, 'nonce' | 'start'>): Given {
  return read(() => decodeGiven(bytes, asked))
}

/** @throws LinkFailure `bad-step` */
export function readNote(bytes: Uint8Array): string {
  return read(() => text(bytes))
}

function read<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new LinkFailure('bad-step', cause)
    throw cause
  }
}
