/**
 * Binary framing, big-endian. A reader never allocates before it has seen that the bytes are there
 * and within the bound, so a length from a peer costs nothing.
 */
import { type ProtocolCode, ProtocolError, refuse } from '../errors.ts'
import { concatAll } from './bytes.ts'
import { text, utf8 } from './utf8.ts'

export interface Writer {
  readonly code: ProtocolCode
  readonly chunks: Uint8Array[]
}

export interface Reader {
  readonly code: ProtocolCode
  readonly bytes: Uint8Array
  at: number
}

export function newWriter(code: ProtocolCode): Writer {
  return { code, chunks: [] }
}

export function written(writer: Writer): Uint8Array {
  return concatAll(writer.chunks)
}

/** An unsigned number in `width` bytes, at most 2^53−1. */
export function putNumber(writer: Writer, width: 1 | 2 | 4 | 8, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** width)
    refuse(writer.code, 'number out of range')
  const out = new Uint8Array(width)
  let rest = value
  for (let i = width - 1; i >= 0; i--) {
    out[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  writer.chunks.push(out)
}

export function putFixed(writer: Writer, length: number, bytes: Uint8Array): void {
  if (bytes.length !== length) refuse(writer.code, `expected ${length} bytes`)
  writer.chunks.push(bytes)
}

/** Bytes behind their length, at most `most`. */
export function putBytes(writer: Writer, width: 1 | 2 | 4, most: number, bytes: Uint8Array): void {
  if (bytes.length > most) refuse(writer.code, `more than ${most} bytes`)
  putNumber(writer, width, bytes.length)
  writer.chunks.push(bytes)
}

export function putText(writer: Writer, width: 1 | 2 | 4, most: number, value: string): void {
  putBytes(writer, width, most, utf8(value))
}

export function newReader(code: ProtocolCode, bytes: Uint8Array): Reader {
  return { code, bytes, at: 0 }
}

/** A view, not a copy. */
export function take(reader: Reader, length: number): Uint8Array {
  if (length > reader.bytes.length - reader.at) refuse(reader.code, 'cut off')
  const out = reader.bytes.subarray(reader.at, reader.at + length)
  reader.at += length
  return out
}

export function takeNumber(reader: Reader, width: 1 | 2 | 4 | 8): number {
  let value = 0
  for (const byte of take(reader, width)) value = value * 256 + byte
  if (!Number.isSafeInteger(value)) refuse(reader.code, 'number out of range')
  return value
}

export function takeBytes(reader: Reader, width: 1 | 2 | 4, most: number): Uint8Array {
  const length = takeNumber(reader, width)
  if (length > most) refuse(reader.code, `more than ${most} bytes`)
  return take(reader, length).slice()
}

export function takeText(reader: Reader, width: 1 | 2 | 4, most: number): string {
  const bytes = takeBytes(reader, width, most)
  try {
    return text(bytes)
  } catch (cause) {
    throw new ProtocolError({ code: reader.code, message: 'not UTF-8', cause })
  }
}

/** Only 0 and 1 are flags, so that no bit of a message is without meaning. */
export function takeFlag(reader: Reader): boolean {
  const flag = takeNumber(reader, 1)
  if (flag > 1) refuse(reader.code, 'not a flag')
  return flag === 1
}

export function takeEnd(reader: Reader): void {
  if (reader.at !== reader.bytes.length) refuse(reader.code, 'bytes behind the end')
}
