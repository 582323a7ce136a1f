/**
 * One message of the exchange, the same in both directions: entries with their bodies, the sender's
 * head, its receipt for the receiver's log, and how far it is. The bytes travel sealed; what has to be
 * believed is covered by the checkpoint and the cosignature, everything else is a hint.
 */
import { equal, sha256 } from '../bytes/bytes.ts'
import {
  newReader,
  newWriter,
  putBytes,
  putFixed,
  putNumber,
  putText,
  type Reader,
  take,
  takeBytes,
  takeEnd,
  takeFlag,
  takeNumber,
  takeText,
  type Writer,
  written,
} from '../bytes/frame.ts'
import { utf8 } from '../bytes/utf8.ts'
import { MAX_PARTS } from '../entry/check-header.ts'
import { MAX_HEADER_BYTES } from '../entry/header.ts'
import { type Part, SALT_BYTES } from '../entry/part.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { checkParty, checkRelation, MOST_EPOCH } from '../keys/names.ts'

export interface StepEntry {
  /** The header's exact bytes, readable or not. */
  header: Uint8Array
  parts: Part[]
}

export interface Step {
  relation: string
  /** Code of the sender. */
  from: string
  epoch: number
  /** Index of the first entry here: how many of the sender's entries it believes the receiver holds. */
  start: number
  entries: StepEntry[]
  /** The sender's stored note of size `start + entries.length`; never absent when there are entries. */
  checkpoint: string | null
  /** The sender's custody lines over the receiver's checkpoint of that size, the largest it holds. */
  cosignature: { size: number; lines: string } | null
  /** How many of the receiver's entries the sender holds. */
  holds: number
  /** Entries of the sender without a receipt: how many, and the time of the oldest in seconds. */
  held: { size: number; oldest: number } | null
  /** 16 bytes; an answer repeats those of the request. */
  nonce: Uint8Array
}

/** What one message may hold; a sender stops before, a receiver refuses beyond. */
export const STEP_BOUNDS = {
  bytes: 16 * 1024 * 1024,
  entries: 4096,
  parts: MAX_PARTS,
  partBytes: 1024 * 1024,
  noteBytes: 64 * 1024,
  nonceBytes: 16,
} as const

const MAGIC = utf8('counterpart step v1\n')
const DIGEST_BYTES = 32
const NAME_BYTES = 255

/** @throws ProtocolError `bad-step` for anything outside the bounds */
export function encodeStep(step: Step): Uint8Array {
  checkStep(step)
  const writer = newWriter('bad-step')
  putFixed(writer, MAGIC.length, MAGIC)
  putText(writer, 1, NAME_BYTES, step.relation)
  putText(writer, 1, NAME_BYTES, step.from)
  for (const number of [step.epoch, step.start, step.holds]) putNumber(writer, 8, number)
  putFixed(writer, STEP_BOUNDS.nonceBytes, step.nonce)
  putNumber(writer, 1, step.held ? 1 : 0)
  if (step.held) for (const number of [step.held.size, step.held.oldest]) putNumber(writer, 8, number)
  putNumber(writer, 1, step.checkpoint === null ? 0 : 1)
  if (step.checkpoint !== null) putText(writer, 4, STEP_BOUNDS.noteBytes, step.checkpoint)
  putNumber(writer, 1, step.cosignature ? 1 : 0)
  if (step.cosignature) {
    putNumber(writer, 8, step.cosignature.size)
    putText(writer, 4, STEP_BOUNDS.noteBytes, step.cosignature.lines)
  }
  putNumber(writer, 4, step.entries.length)
  for (const entry of step.entries) putEntry(writer, entry)
  putFixed(writer, DIGEST_BYTES, sha256(written(writer)))
  const bytes = written(writer)
  if (bytes.length > STEP_BOUNDS.bytes) refuse('bad-step', 'too large')
  return bytes
}

/** @throws ProtocolError `bad-step`, whatever is wrong */
export function decodeStep(bytes: Uint8Array): Step {
  if (bytes.length > STEP_BOUNDS.bytes) refuse('bad-step', 'too large')
  const reader = newReader('bad-step', bytes)
  if (!equal(take(reader, MAGIC.length), MAGIC)) refuse('bad-step', 'another format')
  const body = bytes.subarray(0, Math.max(0, bytes.length - DIGEST_BYTES))
  if (!equal(sha256(body), bytes.subarray(body.length))) refuse('bad-step', 'damaged')
  const step: Step = {
    relation: takeText(reader, 1, NAME_BYTES),
    from: takeText(reader, 1, NAME_BYTES),
    epoch: takeNumber(reader, 8),
    start: takeNumber(reader, 8),
    holds: takeNumber(reader, 8),
    nonce: take(reader, STEP_BOUNDS.nonceBytes).slice(),
    held: takeFlag(reader) ? { size: takeNumber(reader, 8), oldest: takeNumber(reader, 8) } : null,
    checkpoint: takeFlag(reader) ? takeText(reader, 4, STEP_BOUNDS.noteBytes) : null,
    cosignature: takeFlag(reader)
      ? { size: takeNumber(reader, 8), lines: takeText(reader, 4, STEP_BOUNDS.noteBytes) }
      : null,
    entries: takeEntries(reader),
  }
  take(reader, DIGEST_BYTES)
  takeEnd(reader)
  checkStep(step)
  return step
}

/** Whether a step answers another: the same question, from the other side. @throws ProtocolError `bad-step` */
export function checkAnswer(answer: Step, request: Step): void {
  if (answer.relation !== request.relation || answer.from === request.from)
    refuse('bad-step', 'from another side')
  if (!equal(answer.nonce, request.nonce)) refuse('bad-step', 'an answer to another question')
}

function checkStep(step: Step): void {
  try {
    checkRelation(step.relation)
    checkParty(step.from)
  } catch (cause) {
    throw new ProtocolError({ code: 'bad-step', message: 'not a name', cause })
  }
  if (step.epoch < 1 || step.epoch > MOST_EPOCH) refuse('bad-step', 'no number of an epoch')
  if (step.entries.length > STEP_BOUNDS.entries) refuse('bad-step', 'too many entries')
  if (!Number.isSafeInteger(step.start + step.entries.length)) refuse('bad-step', 'number out of range')
  if (step.entries.length > 0 && step.checkpoint === null) refuse('bad-step', 'entries without a checkpoint')
  if (step.held && step.held.size < 1) refuse('bad-step', 'nothing held')
}

export function putEntry(writer: Writer, entry: StepEntry): void {
  if (entry.header.length < 1) refuse('bad-step', 'an entry of no bytes')
  putBytes(writer, 2, MAX_HEADER_BYTES, entry.header)
  if (entry.parts.length > STEP_BOUNDS.parts) refuse('bad-step', 'too many parts')
  putNumber(writer, 1, entry.parts.length)
  for (const part of entry.parts) {
    putText(writer, 1, NAME_BYTES, part.name)
    putFixed(writer, SALT_BYTES, part.salt)
    putBytes(writer, 4, STEP_BOUNDS.partBytes, part.bytes)
  }
}

/** What `putEntry` makes of it. */
export function entryBytes({ header, parts }: StepEntry): number {
  const part = ({ name, salt, bytes }: Part) => 1 + utf8(name).length + salt.length + 4 + bytes.length
  return parts.reduce((sum, one) => sum + part(one), 2 + header.length + 1)
}

function takeEntries(reader: Reader): StepEntry[] {
  const count = takeNumber(reader, 4)
  if (count > STEP_BOUNDS.entries) refuse('bad-step', 'too many entries')
  const entries: StepEntry[] = []
  for (let i = 0; i < count; i++) {
    const header = takeBytes(reader, 2, MAX_HEADER_BYTES)
    if (header.length < 1) refuse('bad-step', 'an entry of no bytes')
    entries.push({ header, parts: takeParts(reader) })
  }
  return entries
}

export function takeParts(reader: Reader): Part[] {
  const count = takeNumber(reader, 1)
  if (count > STEP_BOUNDS.parts) refuse('bad-step', 'too many parts')
  const parts: Part[] = []
  for (let i = 0; i < count; i++)
    parts.push({
      name: takeText(reader, 1, NAME_BYTES),
      salt: take(reader, SALT_BYTES).slice(),
      bytes: takeBytes(reader, 4, STEP_BOUNDS.partBytes),
    })
  return parts
}
