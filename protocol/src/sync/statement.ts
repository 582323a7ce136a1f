/**
 * What a side says it holds, signed, for one asker and one nonce. It is no checkpoint: two nodes that
 * start together each give one before either signs a head, so neither waits for the other.
 */
import { concat, fromHex, hex } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { parseCount } from '../checkpoint/body.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { checkParty, checkRelation } from '../keys/names.ts'
import type { NoteKeys, NoteSigner, Verifier } from '../keys/ports.ts'
import { keyIdOf } from '../keys/vkey.ts'
import { formatLine, linesOf, parseNote } from '../note/note.ts'
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
/** Of our own, in the range that signed-note leaves to others: neither line can be taken for a cosignature. */
const ED25519_TYPE = concat(Uint8Array.of(0xff), utf8(`${TITLE} ed25519`))
const ML_DSA_44_TYPE = concat(Uint8Array.of(0xff), utf8(`${TITLE} ml-dsa-44`))

/** A signed note, by the custody keys. @throws ProtocolError `bad-statement` */
export function signStatement(statement: Statement, signer: NoteSigner): string {
  const body = formatStatement(statement)
  const message = utf8(body)
  const { name, ed25519, mlDsa44 } = signer
  const lines = [
    { name, id: keyIdOf(name, ED25519_TYPE, ed25519.publicKey), signature: ed25519.sign(message) },
    { name, id: keyIdOf(name, ML_DSA_44_TYPE, mlDsa44.publicKey), signature: mlDsa44.sign(message) },
  ]
  return `${body}\n${lines.map(formatLine).join('')}`
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
  const { text, lines } = parseNote(note)
  const statement = parseStatement(text)
  const same = statement.relation === asked.relation && statement.from === asked.from
  if (!same || hex(statement.nonce) !== hex(asked.nonce))
    refuse('bad-statement', 'an answer to another question')
  if (lines.length !== 2) refuse('bad-note', 'a statement has two lines')
  const classical = linesOf(lines, keys.name, keyIdOf(keys.name, ED25519_TYPE, keys.ed25519))[0]
  const second = linesOf(lines, keys.name, keyIdOf(keys.name, ML_DSA_44_TYPE, keys.mlDsa44))[0]
  if (!classical || !second) return refuse('missing-signature', 'a line of a known key is missing')
  const message = utf8(text)
  if (!verifier.ed25519(keys.ed25519, message, classical.signature)) refuse('bad-signature', 'Ed25519')
  if (!verifier.mlDsa44(keys.mlDsa44, message, second.signature)) refuse('bad-signature', 'ML-DSA-44')
  return statement
}

function formatStatement(statement: Statement): string {
  checkNames(statement)
  if (statement.nonce.length !== STEP_BOUNDS.nonceBytes) refuse('bad-statement', 'a nonce has 16 bytes')
  for (const number of [statement.ours, statement.theirs, statement.time])
    if (!Number.isSafeInteger(number) || number < 0) refuse('bad-statement', 'not a whole number')
  return [
    TITLE,
    `relation ${statement.relation}`,
    `from ${statement.from}`,
    `nonce ${hex(statement.nonce)}`,
    `ours ${statement.ours}`,
    `theirs ${statement.theirs}`,
    `time ${statement.time}`,
    '',
  ].join('\n')
}

function parseStatement(body: string): Statement {
  const lines = body.split('\n')
  if (lines.length !== 8 || lines[0] !== TITLE || lines[7] !== '') refuse('bad-statement', 'another form')
  const [relation, from, nonce, ours, theirs, time] = [
    'relation',
    'from',
    'nonce',
    'ours',
    'theirs',
    'time',
  ].map((name, index) => {
    const line = lines[index + 1] ?? ''
    if (!line.startsWith(`${name} `)) refuse('bad-statement', 'another form')
    return line.slice(name.length + 1)
  }) as [string, string, string, string, string, string]
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
