/**
 * The question for a piece of a file and its answer. They travel sealed like a step and beside the log: the
 * entry that commits to the file is held and receipted whether its files have come or not.
 */
import { equal, fromHex, hex } from '../bytes/bytes.ts'
import {
  newReader,
  newWriter,
  putBytes,
  putFixed,
  putNumber,
  take,
  takeBytes,
  takeEnd,
  takeNumber,
  type Writer,
  written,
} from '../bytes/frame.ts'
import { utf8 } from '../bytes/utf8.ts'
import type { Hex } from '../entry/header.ts'
import { refuse } from '../errors.ts'
import { SEALED_CHUNK_BYTES } from '../file/chunks.ts'

export interface FileQuestion {
  /** 16 bytes; the answer repeats them. */
  nonce: Uint8Array
  /** As the header of an entry of whoever is asked commits to it. */
  digest: Hex
  /** Where in the ciphertext. */
  offset: number
  /** At most so many bytes of it. */
  length: number
}

export interface FileAnswer {
  nonce: Uint8Array
  digest: Hex
  offset: number
  /** `null`: not to be had; whoever asks comes again later. */
  bytes: Uint8Array | null
}

/** A piece of a file, in a pouch: nobody asked for it. */
export interface FilePiece {
  digest: Hex
  /** Where in the ciphertext; a multiple of FILE_PIECE.bytes. */
  offset: number
  bytes: Uint8Array
}

const QUESTION = utf8('counterpart file question v1\n')
const ANSWER = utf8('counterpart file answer v1\n')
const PIECE = utf8('counterpart file piece v1\n')
const NONCE_BYTES = 16
const DIGEST_BYTES = 32
const MOST = 1024 * 1024

/** `start`: by these first bytes it is told from a step. */
export const FILE_QUESTION = { start: QUESTION, most: MOST } as const

/** Whole chunks, so that each piece can be opened by itself; `start`: by these first bytes it is told from a step. */
export const FILE_PIECE = {
  start: PIECE,
  bytes: Math.floor(MOST / SEALED_CHUNK_BYTES) * SEALED_CHUNK_BYTES,
} as const

/** @throws ProtocolError `bad-file` for anything outside the bounds */
export function encodeFilePiece({ digest, offset, bytes }: FilePiece): Uint8Array {
  const writer = newWriter('bad-file')
  putFixed(writer, PIECE.length, PIECE)
  putFixed(writer, DIGEST_BYTES, digestBytes(digest))
  putNumber(writer, 8, checkPiece(offset, bytes))
  putBytes(writer, 4, FILE_PIECE.bytes, bytes)
  return written(writer)
}

/** @throws ProtocolError `bad-file`, whatever is wrong */
export function decodeFilePiece(bytes: Uint8Array): FilePiece {
  const reader = newReader('bad-file', bytes)
  if (!equal(take(reader, PIECE.length), PIECE)) refuse('bad-file', 'another message')
  const digest = hex(take(reader, DIGEST_BYTES))
  const offset = takeNumber(reader, 8)
  const given = takeBytes(reader, 4, FILE_PIECE.bytes)
  takeEnd(reader)
  checkPiece(offset, given)
  return { digest, offset, bytes: given }
}

/** @throws ProtocolError `bad-file` for anything outside the bounds */
export function encodeFileQuestion(question: FileQuestion): Uint8Array {
  const writer = begin(QUESTION, question)
  putNumber(writer, 4, checkLength(question.length))
  return written(writer)
}

/** @throws ProtocolError `bad-file`, whatever is wrong */
export function decodeFileQuestion(bytes: Uint8Array): FileQuestion {
  const reader = newReader('bad-file', bytes)
  const { nonce, digest, offset } = readHead(reader, QUESTION)
  const length = checkLength(takeNumber(reader, 4))
  takeEnd(reader)
  return { nonce, digest, offset, length }
}

/** @throws ProtocolError `bad-file` for anything outside the bounds */
export function encodeFileAnswer(answer: FileAnswer): Uint8Array {
  const writer = begin(ANSWER, answer)
  // What is there is at least one byte: an answer of nothing would be asked for again for ever.
  if (answer.bytes?.length === 0) refuse('bad-file', 'an answer without a byte')
  putBytes(writer, 4, MOST, answer.bytes ?? new Uint8Array())
  return written(writer)
}

/** @throws ProtocolError `bad-file`, whatever is wrong; also when it is not the answer to `question` */
export function decodeFileAnswer(bytes: Uint8Array, question: FileQuestion): FileAnswer {
  const reader = newReader('bad-file', bytes)
  const { nonce, digest, offset } = readHead(reader, ANSWER)
  const given = takeBytes(reader, 4, question.length)
  takeEnd(reader)
  if (!equal(nonce, question.nonce) || digest !== question.digest || offset !== question.offset)
    refuse('bad-file', 'the answer to another question')
  return { nonce, digest, offset, bytes: given.length === 0 ? null : given }
}

function begin(magic: Uint8Array, said: Omit<FileQuestion, 'length'>): Writer {
  const writer = newWriter('bad-file')
  putFixed(writer, magic.length, magic)
  putFixed(writer, NONCE_BYTES, said.nonce)
  putFixed(writer, DIGEST_BYTES, digestBytes(said.digest))
  putNumber(writer, 8, said.offset)
  return writer
}

function readHead(
  reader: ReturnType<typeof newReader>,
  magic: Uint8Array,
): Pick<FileQuestion, 'nonce' | 'digest' | 'offset'> {
  if (!equal(take(reader, magic.length), magic)) refuse('bad-file', 'another message')
  return {
    nonce: take(reader, NONCE_BYTES).slice(),
    digest: hex(take(reader, DIGEST_BYTES)),
    offset: takeNumber(reader, 8),
  }
}

function digestBytes(digest: Hex): Uint8Array {
  if (!/^[0-9a-f]{64}$/.test(digest)) refuse('bad-file', 'not a digest')
  return fromHex(digest)
}

function checkPiece(offset: number, bytes: Uint8Array): number {
  if (offset % FILE_PIECE.bytes !== 0) refuse('bad-file', 'not the beginning of a piece')
  if (bytes.length === 0) refuse('bad-file', 'a piece without a byte')
  return offset
}

function checkLength(length: number): number {
  if (!Number.isSafeInteger(length) || length < 1 || length > MOST) refuse('bad-file', 'not a length')
  return length
}
