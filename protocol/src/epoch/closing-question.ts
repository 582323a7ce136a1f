/**
 * The question where the asker's own log ends. The answer ends that log for good, so the custody keys sign the question:
 * whoever else reaches the line ends nothing.
 */
import { fromHex, hex } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { parseCount } from '../checkpoint/body.ts'
import { refuse } from '../errors.ts'
import { checkParty, checkRelation, MOST_EPOCH } from '../keys/names.ts'
import type { NoteKeys, NoteSigner, Verifier } from '../keys/ports.ts'
import { openCustodyNote, signCustodyNote } from '../note/custody-note.ts'
import { STEP_BOUNDS } from '../sync/step.ts'

export interface ClosingQuestion {
  relation: string
  /** Code of who asks. */
  from: string
  /** 16 fresh bytes; the answer repeats them. */
  nonce: Uint8Array
  /** The number of the asker's epoch that is to end. */
  epoch: number
  /** Whole seconds, by the asker's clock. */
  time: number
}

const TITLE = 'counterpart closing question v1'
const NAMES = ['relation', 'from', 'nonce', 'epoch', 'time'] as const

/** `start`: by these first bytes it is told from a step. */
export const CLOSING_QUESTION = { start: utf8(`${TITLE}\n`) } as const

export function signClosingQuestion(asked: ClosingQuestion, signer: NoteSigner): string {
  checkAsked(asked)
  const { relation, from, nonce, epoch, time } = asked
  const values = [relation, from, hex(nonce), epoch, time]
  return signCustodyNote(
    TITLE,
    NAMES.map((name, index) => [name, String(values[index])]),
    signer,
  )
}

/** @throws ProtocolError `bad-note`, `bad-step`, `missing-signature`, `bad-signature` */
export function verifyClosingQuestion(
  note: string,
  line: { relation: string; from: string },
  keys: NoteKeys,
  verifier: Verifier,
): ClosingQuestion {
  return openCustodyNote(
    note,
    { title: TITLE, names: NAMES, code: 'bad-step', read: (values) => readAsked(line, values) },
    keys,
    verifier,
  )
}

function readAsked(line: { relation: string; from: string }, values: readonly string[]): ClosingQuestion {
  const [relation = '', from = '', nonce = '', epoch = '', time = ''] = values
  if (!/^[0-9a-f]{32}$/.test(nonce)) refuse('bad-step', 'not a nonce')
  const read = { relation, from, nonce: fromHex(nonce), epoch: countOf(epoch), time: countOf(time) }
  checkAsked(read)
  if (relation !== line.relation || from !== line.from) refuse('bad-step', 'of another line')
  return read
}

function countOf(digits: string): number {
  return parseCount(digits) ?? refuse('bad-step', 'not a whole number')
}

function checkAsked({ relation, from, nonce, epoch, time }: ClosingQuestion): void {
  try {
    checkRelation(relation)
    checkParty(from)
  } catch {
    refuse('bad-step', 'not a name')
  }
  if (nonce.length !== STEP_BOUNDS.nonceBytes) refuse('bad-step', 'a nonce has 16 bytes')
  if (!Number.isSafeInteger(epoch) || epoch < 1 || epoch > MOST_EPOCH) refuse('bad-step', 'not an epoch')
  if (!Number.isSafeInteger(time) || time < 0) refuse('bad-step', 'not a time')
}
