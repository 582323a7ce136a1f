/** What the entries of a log say of its author's keys, and what of it counts. */
import { base64, fromBase64 } from '#base64'
import { equal } from '../bytes/bytes.ts'
import type { KeyHeader } from '../entry/header.ts'
import { ProtocolError, refuse } from '../errors.ts'
import type { NoteKeys } from '../keys/ports.ts'
import { isSealingKey } from '../keys/sealing-key.ts'
import { keysOf } from '../keys/vkey.ts'
import { firstSpan, type KeySpan, nextCustody, nextSpan } from './key-spans.ts'

export interface KeyRecord {
  log: readonly KeySpan[]
  custody: readonly KeySpan[]
  /** Sealing keys after the first, base64. */
  seals: readonly string[]
}

/** More than in decades of changing keys: all of them are told, and proven with every evidence. */
const MOST_CHANGES = { signing: 500, seal: 400 }

/** Whether no other change of this use counts, on any side of any reader (KEYS-2). `logs`: of every log of a side. */
export function isFull(
  { logs, custody, seals }: { logs: readonly (readonly KeySpan[])[] } & Omit<KeyRecord, 'log'>,
  use: KeyHeader['use'],
): boolean {
  if (use === 'seal') return seals.length >= MOST_CHANGES.seal
  const named = logs.reduce((sum, spans) => sum + spans.length - 1, custody.length - 1)
  return named >= MOST_CHANGES.signing
}

/** The keys as they were exchanged. */
export function firstKeys({ log, custody }: { log: NoteKeys; custody: NoteKeys }): KeyRecord {
  return { log: firstSpan(log), custody: firstSpan(custody), seals: [] }
}

/**
 * The record after the entry at `index`. A change that does not count is refused and leaves what there was.
 *
 * @param taken public keys that serve another name already, base64
 * @throws ProtocolError `bad-key` for another name, another type, or a key that was named before
 */
export function changeKey(
  record: KeyRecord,
  index: number,
  header: KeyHeader,
  taken: ReadonlySet<string> = new Set(),
): KeyRecord {
  const { use, keys, time, revoked = false } = header
  if (use === 'seal') {
    const [key = ''] = keys
    if (keys.length !== 1 || !isSealingKey(fromBase64(key))) refuse('bad-key', 'not a sealing key')
    if (isUsed(record, taken, fromBase64(key))) refuse('bad-key', 'a key that was used before')
    return { ...record, seals: [...record.seals, key] }
  }
  const next = read(keys, use)
  if (next.name !== record[use].at(-1)?.keys.name) refuse('bad-key', 'a key of another name')
  for (const key of [next.ed25519, next.mlDsa44])
    if (isUsed(record, taken, key)) refuse('bad-key', 'a key that was used before')
  return use === 'log'
    ? { ...record, log: nextSpan(record.log, next, index + 1, revoked) }
    : { ...record, custody: nextCustody(record.custody, next, time, revoked) }
}

/** Asked of every change, of which there may be thousands: nothing is gathered for it. */
function isUsed({ log, custody, seals }: KeyRecord, taken: ReadonlySet<string>, key: Uint8Array): boolean {
  const name = base64(key)
  if (taken.has(name) || seals.includes(name)) return true
  return [log, custody].some((spans) =>
    spans.some(({ keys }) => equal(keys.ed25519, key) || equal(keys.mlDsa44, key)),
  )
}

/** Every public key in it, base64. */
export function namedIn({ log, custody, seals }: KeyRecord): string[] {
  const signing = [...log, ...custody].flatMap(({ keys }) => [base64(keys.ed25519), base64(keys.mlDsa44)])
  return [...signing, ...seals]
}

function read(keys: readonly string[], use: 'log' | 'custody'): NoteKeys {
  try {
    return keysOf(keys, use)
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw new ProtocolError({ code: 'bad-key', message: cause.code, cause })
  }
}
