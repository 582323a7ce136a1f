/** What can be inside an envelope: a step, a question for a statement or for a piece of a file, or an announcement. */
import {
  ANNOUNCEMENT,
  type Announcement,
  CLOSING_QUESTION,
  checkAnswer,
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
  MOST_EPOCH,
  ProtocolError,
  type Step,
  text,
  utf8,
} from '@counterpart/protocol'
import type { LatePlace } from '../uses/receive/late.ts'
import { LinkFailure } from './link.ts'

export type Question =
  | { kind: 'step'; step: Step }
  | { kind: 'ask'; nonce: Uint8Array }
  /** Where the asker's log ends, said for good; a signed note, as when it asks back. */
  | { kind: 'close'; note: string }
  /** What came of our logs after their end. */
  | { kind: 'late'; nonce: Uint8Array; place: LatePlace }
  | { kind: 'file'; file: FileQuestion }
  | { kind: 'announcement'; announcement: Announcement }
  /** A signed note: who asks is believed once it is verified. */
  | { kind: 'give-back'; note: string }

const ASK = utf8('counterpart question v1\n')
const HEARD = utf8('counterpart heard v1\n')
const LATE = utf8('counterpart late question v1\n')
const NONCE_BYTES = 16
const U64_BYTES = 8

export function encodeQuestion(question: Question): Uint8Array {
  if (question.kind === 'give-back' || question.kind === 'close') return utf8(question.note)
  if (question.kind === 'announcement') return encodeAnnouncement(question.announcement)
  if (question.kind === 'file') return encodeFileQuestion(question.file)
  if (question.kind === 'step') return encodeStep(question.step)
  if (question.kind === 'late') {
    const { epoch, start } = question.place
    return concat(LATE, question.nonce, u64(epoch), u64(start))
  }
  return concat(ASK, question.nonce)
}

/** @throws LinkFailure `bad-step` */
export function decodeQuestion(bytes: Uint8Array): Question {
  const asked = numbered(bytes, ASK, 0)
  if (asked) return { kind: 'ask', nonce: asked.nonce }
  const late = numbered(bytes, LATE, 2)
  if (late) {
    const [, start = 0] = late.numbers
    return { kind: 'late', nonce: late.nonce, place: { epoch: epochIn(late.numbers), start } }
  }
  const { start } = FILE_QUESTION
  if (equal(bytes.subarray(0, start.length), start))
    return { kind: 'file', file: read(() => decodeFileQuestion(bytes)) }
  const { start: closing } = CLOSING_QUESTION
  if (equal(bytes.subarray(0, closing.length), closing)) return { kind: 'close', note: readNote(bytes) }
  const { start: given } = GIVE_BACK
  if (equal(bytes.subarray(0, given.length), given)) return { kind: 'give-back', note: readNote(bytes) }
  const announced = ANNOUNCEMENT.start
  if (equal(bytes.subarray(0, announced.length), announced))
    return { kind: 'announcement', announcement: read(() => decodeAnnouncement(bytes)) }
  return { kind: 'step', step: readStep(bytes) }
}

/** A title, a nonce and so many numbers behind them; `null` for what begins or ends otherwise. */
function numbered(
  bytes: Uint8Array,
  title: Uint8Array,
  count: number,
): { nonce: Uint8Array; numbers: number[] } | null {
  const from = title.length + NONCE_BYTES
  if (bytes.length !== from + count * U64_BYTES || !equal(bytes.subarray(0, title.length), title)) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const numbers = Array.from({ length: count }, (_, at) => Number(view.getBigUint64(from + at * U64_BYTES)))
  if (!numbers.every(Number.isSafeInteger)) throw new LinkFailure('bad-step')
  return { nonce: bytes.slice(title.length, from), numbers }
}

function epochIn([epoch = 0]: readonly number[]): number {
  if (epoch > MOST_EPOCH) throw new LinkFailure('bad-step')
  return epoch
}

function u64(number: number): Uint8Array {
  const bytes = new Uint8Array(U64_BYTES)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number))
  return bytes
}

/** @throws LinkFailure `bad-step` */
export function readStep(bytes: Uint8Array): Step {
  return read(() => decodeStep(bytes))
}

/** @throws LinkFailure `bad-step` for anything but the other side's answer to this question, before anything of it counts */
export function checkAnswered(answer: Step, question: Step): void {
  read(() => checkAnswer(answer, question))
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
