/**
 * Which keys of one name sign when. A log's are told apart by the size of the checkpoint: where one key follows on
 * another, both spans hold the one place between. A custody's sign from a second on, and no later change ends that:
 * it is dated by its author, who could take back so every receipt that the key had given.
 */
import { ProtocolError, refuse } from '../errors.ts'
import type { NoteKeys, Verifier } from '../keys/ports.ts'
import { keyId, SIGNATURE_TYPES } from '../keys/vkey.ts'
import { formatLine, linesOf, type Note, type NoteLine, parseLines, parseNote } from '../note/note.ts'
import { type Checkpoint, parseBody } from './body.ts'
import { verifyAuthor } from './checkpoint.ts'
import { verifyCustody } from './cosignature.ts'

export interface KeySpan {
  keys: NoteKeys
  /** First size or second, and last size: both belong to it. */
  from: number
  until: number
  /** Somebody else may have it: it proves only what others had seen. */
  revoked: boolean
}

/** From the first keys on. */
export function firstSpan(keys: NoteKeys): KeySpan[] {
  return [{ keys, from: 0, until: Number.POSITIVE_INFINITY, revoked: false }]
}

/** `keys` of a log follow at the size that ends with the entry which says so. */
export function nextSpan(
  spans: readonly KeySpan[],
  keys: NoteKeys,
  size: number,
  revokes: boolean,
): KeySpan[] {
  return changed(spans, { until: size, revoked: revokes }, keys, size)
}

/** `keys` of a custody sign from the `time` of the entry on that says so. A revocation is of all before: none of them ends otherwise. */
export function nextCustody(
  spans: readonly KeySpan[],
  keys: NoteKeys,
  time: number,
  revokes: boolean,
): KeySpan[] {
  const before = revokes ? spans.map((span) => ({ ...span, revoked: true })) : spans
  return changed(before, {}, keys, time)
}

function changed(spans: readonly KeySpan[], end: Partial<KeySpan>, keys: NoteKeys, from: number): KeySpan[] {
  const last = spans.at(-1)
  return [
    ...spans.slice(0, -1),
    ...(last ? [{ ...last, ...end }] : []),
    { keys, from, until: Number.POSITIVE_INFINITY, revoked: false },
  ]
}

/** @throws ProtocolError as `verifyCheckpoint`, for every key whose span holds the size */
export function verifyCheckpointAt(note: string, spans: readonly KeySpan[], verifier: Verifier): Checkpoint {
  return verifyAuthorAt(parseNote(note), spans, verifier)
}

export function verifyAuthorAt(note: Note, spans: readonly KeySpan[], verifier: Verifier): Checkpoint {
  const { size } = parseBody(note.text)
  const [first, ...more] = signingAt(spans, size)
  if (!first) return refuse('missing-signature', 'no key signs at this size')
  const checkpoint = verifyAuthor(note, first.keys, verifier)
  for (const { keys } of more) verifyAuthor(note, keys, verifier)
  return checkpoint
}

function signingAt(spans: readonly KeySpan[], size: number): KeySpan[] {
  return spans.filter(({ from, until }) => from <= size && size <= until)
}

const LINES_OF_KEYS = 2

/**
 * For a head that came from elsewhere and is to be stored: the receipts of others are put behind its lines, so that any
 * line beside its own could make of the whole a note that nobody can verify.
 *
 * @param mayChange it may end with a change of keys that is not known here or does not count: with two more lines
 * @throws ProtocolError as `verifyCheckpointAt`, and `bad-checkpoint` for any other line
 */
export function verifyHeadAt(
  note: string,
  spans: readonly KeySpan[],
  verifier: Verifier,
  mayChange: boolean,
): Checkpoint {
  const parsed = parseNote(note)
  const checkpoint = verifyAuthorAt(parsed, spans, verifier)
  const counts = [signingAt(spans, checkpoint.size).length, ...(mayChange ? [2] : [])]
  const isOwn = parsed.lines.every(({ name }) => name === checkpoint.origin)
  if (!isOwn || !counts.includes(parsed.lines.length / LINES_OF_KEYS))
    refuse('bad-checkpoint', 'a line that is not of its log')
  return checkpoint
}

/** A head with those lines alone that are of the keys which sign at its size. @throws ProtocolError `bad-note`, `bad-checkpoint` */
export function ownLinesAt(note: string, spans: readonly KeySpan[]): string {
  const { text, lines } = parseNote(note)
  const own = signingAt(spans, parseBody(text).size).flatMap(({ keys: { name, ed25519, mlDsa44 } }) => [
    ...linesOf(lines, name, keyId(name, SIGNATURE_TYPES.note, ed25519)),
    ...linesOf(lines, name, keyId(name, SIGNATURE_TYPES.subtree, mlDsa44)),
  ])
  return `${text}\n${own.map(formatLine).join('')}`
}

export interface CustodyAt {
  time: number
  /** Whether the key that signed was revoked since. */
  revoked: boolean
}

/** @throws ProtocolError as `verifyCosignature`, and `bad-time` for a key that does not sign at that time */
export function verifyCosignatureAt(
  note: string,
  lines: string,
  spans: readonly KeySpan[],
  verifier: Verifier,
): CustodyAt {
  const parsed = parseLines(lines)
  if (parsed.length !== 2) refuse('bad-note', 'a cosignature has two lines')
  return verifyCustodyAt(parseBody(parseNote(note).text), parsed, spans, verifier)
}

export function verifyCustodyAt(
  checkpoint: Checkpoint,
  lines: readonly NoteLine[],
  spans: readonly KeySpan[],
  verifier: Verifier,
): CustodyAt {
  for (const { keys, from, revoked } of spans) {
    const time = timeUnder(checkpoint, lines, keys, verifier)
    if (time === null) continue
    if (time < from) refuse('bad-time', 'a key that does not sign at that time')
    return { time, revoked }
  }
  return refuse('missing-signature', 'a line of a known key is missing')
}

/** `null` when no line is of these keys. */
function timeUnder(
  checkpoint: Checkpoint,
  lines: readonly NoteLine[],
  keys: NoteKeys,
  verifier: Verifier,
): number | null {
  try {
    return verifyCustody(checkpoint, lines, keys, verifier).time
  } catch (cause) {
    if (cause instanceof ProtocolError && cause.code === 'missing-signature') return null
    throw cause
  }
}
