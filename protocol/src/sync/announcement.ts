/**
 * An entry that is shown before its turn: with its bodies, the sender's newest head and the proof that it stands
 * under it. It travels sealed like a step; it is no batch, gets no receipt and has no effect until its turn.
 */
import { equal } from '../bytes/bytes.ts'
import {
  newReader,
  newWriter,
  putFixed,
  putNumber,
  putText,
  take,
  takeBytes,
  takeEnd,
  takeNumber,
  takeText,
  written,
} from '../bytes/frame.ts'
import { utf8 } from '../bytes/utf8.ts'
import type { Checkpoint } from '../checkpoint/body.ts'
import { firstSpan, verifyHeadAt } from '../checkpoint/key-spans.ts'
import { parseHeader } from '../entry/codec.ts'
import { type Header, MAX_HEADER_BYTES } from '../entry/header.ts'
import { leafHashBytes } from '../entry/leaf.ts'
import { checkParts } from '../entry/part.ts'
import { refuse } from '../errors.ts'
import { checkParty, checkRelation, MOST_EPOCH } from '../keys/names.ts'
import type { NoteKeys, Verifier } from '../keys/ports.ts'
import { verifyInclusion } from '../log/verify.ts'
import { putEntry, STEP_BOUNDS, type StepEntry, takeParts } from './step.ts'

export interface Announcement {
  relation: string
  /** Code of the sender, in whose log it stands. */
  from: string
  epoch: number
  /** 16 bytes; whoever heard it repeats them. */
  nonce: Uint8Array
  index: number
  entry: StepEntry
  /** The sender's stored note of a size above `index`. */
  checkpoint: string
  /** RFC 6962 audit path of the entry under it. */
  path: Uint8Array[]
}

const MAGIC = utf8('counterpart announcement v1\n')
const HASH_BYTES = 32
const NAME_BYTES = 255
/** A tree of 2^53 leaves is no deeper. */
const DEEPEST = 53

/** Bytes of header and parts together: what is longer takes its turn, and nobody fills the other side's memory before it. */
export const MOST_SHOWN = 16 * 1024

/** What `MOST_SHOWN` bounds. */
export function shownBytes({ header, parts }: StepEntry): number {
  return parts.reduce((sum, { bytes }) => sum + bytes.length, header.length)
}

/** `start`: by these first bytes it is told from a step. */
export const ANNOUNCEMENT = { start: MAGIC } as const

/** @throws ProtocolError `bad-step` for anything outside the bounds */
export function encodeAnnouncement(one: Announcement): Uint8Array {
  checkAll(one)
  const writer = newWriter('bad-step')
  putFixed(writer, MAGIC.length, MAGIC)
  putText(writer, 1, NAME_BYTES, one.relation)
  putText(writer, 1, NAME_BYTES, one.from)
  for (const number of [one.epoch, one.index]) putNumber(writer, 8, number)
  putFixed(writer, STEP_BOUNDS.nonceBytes, one.nonce)
  putText(writer, 4, STEP_BOUNDS.noteBytes, one.checkpoint)
  if (one.path.length > DEEPEST) refuse('bad-step', 'too deep')
  putNumber(writer, 1, one.path.length)
  for (const hash of one.path) putFixed(writer, HASH_BYTES, hash)
  putEntry(writer, one.entry)
  return written(writer)
}

/** @throws ProtocolError `bad-step`, whatever is wrong */
export function decodeAnnouncement(bytes: Uint8Array): Announcement {
  const reader = newReader('bad-step', bytes)
  if (!equal(take(reader, MAGIC.length), MAGIC)) refuse('bad-step', 'another format')
  const relation = takeText(reader, 1, NAME_BYTES)
  const from = takeText(reader, 1, NAME_BYTES)
  const epoch = takeNumber(reader, 8)
  const index = takeNumber(reader, 8)
  const nonce = take(reader, STEP_BOUNDS.nonceBytes).slice()
  const checkpoint = takeText(reader, 4, STEP_BOUNDS.noteBytes)
  const depth = takeNumber(reader, 1)
  if (depth > DEEPEST) refuse('bad-step', 'too deep')
  const path = Array.from({ length: depth }, () => take(reader, HASH_BYTES).slice())
  const header = takeBytes(reader, 2, MAX_HEADER_BYTES)
  const entry = { header, parts: takeParts(reader) }
  takeEnd(reader)
  const one = { relation, from, epoch, index, nonce, entry, checkpoint, path }
  checkAll(one)
  return one
}

/**
 * Believed is what the head covers: header and bodies are the author's, and stand at that index.
 *
 * @throws ProtocolError for a head, a path, a header or a body that does not verify
 */
export function verifyAnnouncement(
  one: Announcement,
  keys: NoteKeys,
  verifier: Verifier,
): { header: Header; checkpoint: Checkpoint } {
  // Its head may end with a change of keys that is still on its way.
  const checkpoint = verifyHeadAt(one.checkpoint, firstSpan(keys), verifier, true)
  verifyInclusion(leafHashBytes(one.entry.header), one.index, checkpoint.size, one.path, checkpoint.root)
  const header = parseHeader(one.entry.header)
  checkParts(header, one.entry.parts)
  return { header, checkpoint }
}

function checkAll({ relation, from, epoch, entry }: Announcement): void {
  try {
    checkRelation(relation)
    checkParty(from)
  } catch {
    refuse('bad-step', 'not a name')
  }
  if (epoch < 1 || epoch > MOST_EPOCH) refuse('bad-step', 'no number of an epoch')
  if (entry.header.length < 1) refuse('bad-step', 'an entry of no bytes')
  if (shownBytes(entry) > MOST_SHOWN) refuse('bad-step', 'an entry that has to take its turn')
}
