/** What can be inside an envelope: a step, or the question for a statement, which is answered by the statement. */
import {
  concat,
  decodeStep,
  encodeStep,
  equal,
  ProtocolError,
  type Step,
  text,
  utf8,
} from '@counterpart/protocol'
import { LinkFailure } from './link.ts'

export type Question = { kind: 'step'; step: Step } | { kind: 'ask'; nonce: Uint8Array }

const ASK = utf8('counterpart question v1\n')
const NONCE_BYTES = 16

export function encodeQuestion(question: Question): Uint8Array {
  return question.kind === 'step' ? encodeStep(question.step) : concat(ASK, question.nonce)
}

/** @throws LinkFailure `bad-step` */
export function decodeQuestion(bytes: Uint8Array): Question {
  const head = bytes.subarray(0, ASK.length)
  if (bytes.length === ASK.length + NONCE_BYTES && equal(head, ASK))
    return { kind: 'ask', nonce: bytes.slice(ASK.length) }
  return { kind: 'step', step: readStep(bytes) }
}

/** @throws LinkFailure `bad-step` */
export function readStep(bytes: Uint8Array): Step {
  return read(() => decodeStep(bytes))
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
