/**
 * What a side says it holds, signed, for one asker and one nonce. It is no checkpoint: two nodes that
 * start together each give one before either signs a head, so neither waits for the other.
 */
import { fromHex, hex } from '../bytes/bytes.ts'
import { parseCount } from '../checkpoint/body.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { checkParty, checkRelation } from '../keys/names.ts'
import type { NoteKeys, NoteSigner, Verifier } from '../keys/ports.ts'
import { openCustodyNote, signCustodyNote } from '../note/custody-note.ts'
import { STEP_BOUNDS } from './step.ts'

export interface Statement {
  relation: string
  /** Code of who states. */
  from: string
  /** The asker's 16 bytes. */
  nonce: Uint8Array
  /** Size of the stating side's own log. */
  ours: number
  /** How many of the asker's entries it holds. */
  theirs: number
  /** Whole seconds. */
  time: number
}

const TITLE = 'counterpart statement v1'
const NAMES = ['relation', 'from', 'nonce', 'ours', 'theirs', 'time'] as const

/** A signed note, by the custody keys. @throws ProtocolError `bad-statement` */
export function signStatement(statement: Statement, signer: NoteSigner): string {
  checkNames(statement)
  if (statement.nonce.length !== STEP_BOUNDS.nonceBytes) refuse('bad-statement', 'a nonce has 16 bytes')
  for (const number of [statement.ours, statement.theirs, statement.time])
    if (!Number.isSafeInteger(number) || number < 0) refuse('bad-statement', 'not a whole number')
  const { relation, from, nonce, ours, theirs, time } = statement
  const values = [relation, from, hex(nonce), ours, theirs, time]
  return signCustodyNote(
    TITLE,
    NAMES.map((name, index) => [name, String(values[index])]),
    signer,
  )
}

/**
 * Exactly two lines, and only for what was asked: an old statement under a new question is refused.
 * @throws ProtocolError `bad-note`, `bad-statement`, `missing-signature`, `bad-signature`
 */
export function verifyStatement(
  note: string,
  asked: { relation: string; from: string; nonce: Uint8Array },
  keys: NoteKeys,
  verifier: Verifier,
): Statement {
  return openCustodyNote(
    note,
    { title: TITLE, names: NAMES, code: 'bad-statement', read: (values) => answerTo(asked, values) },
    keys,
    verifier,
  )
}

function answerTo(
  asked: { relation: string; from: string; nonce: Uint8Array },
  values: readonly string[],
): Statement {
  const [relation = '', from = '', nonce = '', ours = '', theirs = '', time = ''] = values
  if (!/^[0-9a-f]{32}$/.test(nonce)) refuse('bad-statement', 'not a nonce')
  const statement = {
    relation,
    from,
    nonce: fromHex(nonce),
    ours: count(ours),
    theirs: count(theirs),
    time: count(time),
  }
  checkNames(statement)
  const same = statement.relation === asked.relation && statement.from === asked.from
  if (!same || nonce !== hex(asked.nonce)) refuse('bad-statement', 'an answer to another question')
  return statement
}

function count(digits: string): number {
  return parseCount(digits) ?? refuse('bad-statement', 'not a whole number')
}

function checkNames(statement: { relation: string; from: string }): void {
  try {
    checkRelation(statement.relation)
    checkParty(statement.from)
  } catch (cause) {
    throw new ProtocolError({ code: 'bad-statement', message: 'not a name', cause })
  }
}
