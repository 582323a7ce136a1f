/** What the two kinds of timestamped signature sign, and how they stand in a line (C2SP tlog-cosignature). */
import { concat } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { refuse } from '../errors.ts'
import { checkName } from '../keys/vkey.ts'
import { type Checkpoint, formatBody } from './body.ts'

const SUBTREE = utf8('subtree/v1\n\0')
const TIME_BYTES = 8

/** Ed25519, type 0x04: two lines and the whole body. It does not name the cosigner: one key, one cosigner. */
export function cosignatureMessage(checkpoint: Checkpoint, time: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${checkTime(time)}\n${formatBody(checkpoint)}`)
}

/** ML-DSA-44, type 0x06: `cosigned_message`, which names cosigner and log. */
export function subtreeMessage(cosigner: string, checkpoint: Checkpoint, time: number): Uint8Array {
  return subtreeRangeMessage(cosigner, checkpoint.origin, time, {
    start: 0,
    end: checkpoint.size,
    hash: checkpoint.root,
  })
}

/** Any subtree; only those that start at 0 may carry a time. */
export function subtreeRangeMessage(
  cosigner: string,
  origin: string,
  time: number,
  range: { start: number; end: number; hash: Uint8Array },
): Uint8Array {
  if (range.start !== 0 && time !== 0) refuse('bad-time', 'a subtree within has no time')
  return concat(
    SUBTREE,
    prefixed(cosigner),
    u64(checkTime(time)),
    prefixed(origin),
    u64(range.start),
    u64(range.end),
    range.hash,
  )
}

export function timestamped(time: number, signature: Uint8Array): Uint8Array {
  return concat(u64(checkTime(time)), signature)
}

/** `null` unless there is a time within 2^53−1 and a signature of `length` bytes. */
export function splitTimestamped(
  bytes: Uint8Array,
  length: number,
): { time: number; signature: Uint8Array } | null {
  if (bytes.length !== TIME_BYTES + length) return null
  let time = 0
  for (const byte of bytes.subarray(0, TIME_BYTES)) time = time * 256 + byte
  if (!Number.isSafeInteger(time)) return null
  return { time, signature: bytes.slice(TIME_BYTES) }
}

function checkTime(time: number): number {
  if (!Number.isSafeInteger(time) || time < 0) refuse('bad-time', 'a time is whole seconds')
  return time
}

function prefixed(name: string): Uint8Array {
  const bytes = utf8(checkName(name))
  return concat(Uint8Array.of(bytes.length), bytes)
}

function u64(value: number): Uint8Array {
  const out = new Uint8Array(8)
  let rest = value
  for (let i = 7; i >= 0; i--) {
    out[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
  return out
}
