/**
 * What a party asks back of what its counterpart keeps for it, and what it is given. The question is signed by the
 * custody keys: whoever else reaches the line, or brings an old question again, is given nothing.
 */
import { equal, fromHex, hex, sha256 } from '../bytes/bytes.ts'
import {
  newReader,
  newWriter,
  putFixed,
  putNumber,
  putText,
  take,
  takeBytes,
  takeEnd,
  takeFlag,
  takeNumber,
  takeText,
  written,
} from '../bytes/frame.ts'
import { utf8 } from '../bytes/utf8.ts'
import { parseCount } from '../checkpoint/body.ts'
import { MAX_HEADER_BYTES } from '../entry/header.ts'
import { refuse } from '../errors.ts'
import { checkParty, checkRelation } from '../keys/names.ts'
import type { NoteKeys, NoteSigner, Verifier } from '../keys/ports.ts'
import { openCustodyNote, signCustodyNote } from '../note/custody-note.ts'
import { entryBytes, putEntry, STEP_BOUNDS, type StepEntry, takeParts } from './step.ts'

export interface GiveBack {
  relation: string
  /** Code of who asks. */
  from: string
  /** 16 fresh bytes; the answer repeats them. */
  nonce: Uint8Array
  /** Code of the party whose log it is. */
  log: string
  /** Index of the first entry that is asked for. */
  start: number
  /** Exactly these entries, with a head where one ends there; 0 for as many as fit, up to a signed head. */
  end: number
  /** Whole seconds. */
  time: number
}

export interface Given {
  nonce: Uint8Array
  start: number
  /** Parts that were destroyed, or never given, are missing. */
  entries: StepEntry[]
  /**
   * The author's stored note of size `start + entries.length`, with the other side's lines over it as first given; `null` for
   * lines that were never given.
   */
  head: { note: string; cosignature: string | null } | null
}

const TITLE = 'counterpart give back v1'
const NAMES = ['relation', 'from', 'nonce', 'log', 'start', 'end', 'time'] as const
const MAGIC = utf8('counterpart given v1\n')
const DIGEST_BYTES = 32

/** `start`: by these first bytes it is told from a step. */
export const GIVE_BACK = { start: utf8(`${TITLE}\n`) } as const

export function signGiveBack(asked: GiveBack, signer: NoteSigner): string {
  checkAsked(asked)
  const { relation, from, nonce, log, start, end, time } = asked
  const values = [relation, from, hex(nonce), log, start, end, time]
  return signCustodyNote(
    TITLE,
    NAMES.map((name, index) => [name, String(values[index])]),
    signer,
  )
}

/** @throws ProtocolError `bad-note`, `bad-step`, `missing-signature`, `bad-signature` */
export function verifyGiveBack(
  note: string,
  asked: { relation: string; from: string },
  keys: NoteKeys,
  verifier: Verifier,
): GiveBack {
  return openCustodyNote(
    note,
    { title: TITLE, names: NAMES, code: 'bad-step', read: (values) => readAsked(asked, values) },
    keys,
    verifier,
  )
}

function readAsked(asked: { relation: string; from: string }, values: readonly string[]): GiveBack {
  const [relation = '', from = '', nonce = '', log = '', start = '', end = '', time = ''] = values
  if (!/^[0-9a-f]{32}$/.test(nonce)) refuse('bad-step', 'not a nonce')
  const read: GiveBack = {
    relation,
    from,
    nonce: fromHex(nonce),
    log,
    start: countOf(start),
    end: countOf(end),
    time: countOf(time),
  }
  checkAsked(read)
  if (relation !== asked.relation || from !== asked.from) refuse('bad-step', 'of another line')
  return read
}

function countOf(digits: string): number {
  return parseCount(digits) ?? refuse('bad-step', 'not a whole number')
}

function checkAsked({ relation, from, nonce, log, start, end, time }: GiveBack): void {
  try {
    checkRelation(relation)
    for (const party of [from, log]) checkParty(party)
  } catch {
    refuse('bad-step', 'not a name')
  }
  if (nonce.length !== STEP_BOUNDS.nonceBytes) refuse('bad-step', 'a nonce has 16 bytes')
  for (const number of [start, end, time])
    if (!Number.isSafeInteger(number) || number < 0) refuse('bad-step', 'not a whole number')
  if (end !== 0 && end <= start) refuse('bad-step', 'no entries')
}

/** What `encodeGiven` makes of it, in bytes. */
export function givenBytes({ nonce, entries, head }: Given): number {
  const texts = head === null ? [] : [head.note, head.cosignature ?? '']
  const fixed = MAGIC.length + nonce.length + 8 + 1 + 4 + DIGEST_BYTES
  return [...texts.map((text) => 4 + utf8(text).length), ...entries.map(entryBytes)].reduce(
    (sum, bytes) => sum + bytes,
    fixed,
  )
}

/** @throws ProtocolError `bad-step` for anything outside the bounds */
export function encodeGiven({ nonce, start, entries, head }: Given): Uint8Array {
  const writer = newWriter('bad-step')
  putFixed(writer, MAGIC.length, MAGIC)
  putFixed(writer, STEP_BOUNDS.nonceBytes, nonce)
  putNumber(writer, 8, start)
  putNumber(writer, 1, head ? 1 : 0)
  if (head)
    for (const text of [head.note, head.cosignature ?? '']) putText(writer, 4, STEP_BOUNDS.noteBytes, text)
  if (entries.length > STEP_BOUNDS.entries) refuse('bad-step', 'too many entries')
  putNumber(writer, 4, entries.length)
  for (const entry of entries) putEntry(writer, entry)
  putFixed(writer, DIGEST_BYTES, sha256(written(writer)))
  const bytes = written(writer)
  if (bytes.length > STEP_BOUNDS.bytes) refuse('bad-step', 'too large')
  return bytes
}

/** @throws ProtocolError `bad-step`, whatever is wrong; also when it is not the answer to `asked` */
export function decodeGiven(bytes: Uint8Array, asked: Pick<GiveBack, 'nonce' | 'start'>): Given {
  if (bytes.length > STEP_BOUNDS.bytes) refuse('bad-step', 'too large')
  const reader = newReader('bad-step', bytes)
  if (!equal(take(reader, MAGIC.length), MAGIC)) refuse('bad-step', 'another format')
  const body = bytes.subarray(0, Math.max(0, bytes.length - DIGEST_BYTES))
  if (!equal(sha256(body), bytes.subarray(body.length))) refuse('bad-step', 'damaged')
  const nonce = take(reader, STEP_BOUNDS.nonceBytes).slice()
  const start = takeNumber(reader, 8)
  const head = takeFlag(reader)
    ? {
        note: takeText(reader, 4, STEP_BOUNDS.noteBytes),
        cosignature: takeText(reader, 4, STEP_BOUNDS.noteBytes) || null,
      }
    : null
  const count = takeNumber(reader, 4)
  if (count > STEP_BOUNDS.entries) refuse('bad-step', 'too many entries')
  const entries: StepEntry[] = []
  for (let i = 0; i < count; i++) {
    const header = takeBytes(reader, 2, MAX_HEADER_BYTES)
    if (header.length < 1) refuse('bad-step', 'an entry of no bytes')
    entries.push({ header, parts: takeParts(reader) })
  }
  take(reader, DIGEST_BYTES)
  takeEnd(reader)
  if (!equal(nonce, asked.nonce) || start !== asked.start)
    refuse('bad-step', 'the answer to another question')
  return { nonce, start, entries, head }
}
