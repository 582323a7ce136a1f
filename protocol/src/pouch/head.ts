/** What stands open on a pouch: for whom it is and where it belongs. Nothing of it is believed of the log. */
import { equal, fromHex, hex, sha256 } from '../bytes/bytes.ts'
import {
  newReader,
  newWriter,
  putBytes,
  putFixed,
  putNumber,
  putText,
  take,
  takeEnd,
  takeNumber,
  takeText,
  written,
} from '../bytes/frame.ts'
import { utf8 } from '../bytes/utf8.ts'
import { ENVELOPE_BOUNDS } from '../envelope/envelope.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { checkParty, checkRelation } from '../keys/names.ts'

export interface PouchHead {
  relation: string
  from: string
  to: string
  epoch: number
  /** The sealing key of `to` under which everything inside is sealed. */
  keyId: string
  /** Which file of how many were made together, from 1. */
  part: number
  of: number
  /** Sizes of the sender's log before and after what is inside, as far as whoever reads the label is told. */
  start: number
  end: number
}

const MAGIC = utf8('counterpart pouch\n')
const VERSION = 1
const NAME_BYTES = 255
const DIGEST_BYTES = 32

/** As many bytes tell how long a head is. */
export const POUCH_PREFIX = MAGIC.length + 1 + 2
const MOST_HEAD = 1024

/** @throws ProtocolError `bad-pouch` */
export function encodePouchHead(head: PouchHead): Uint8Array {
  checkHead(head)
  const body = newWriter('bad-pouch')
  for (const name of [head.relation, head.from, head.to]) putText(body, 1, NAME_BYTES, name)
  putNumber(body, 8, head.epoch)
  putFixed(body, ENVELOPE_BOUNDS.keyIdBytes, fromHex(head.keyId))
  for (const number of [head.part, head.of]) putNumber(body, 4, number)
  for (const number of [head.start, head.end]) putNumber(body, 8, number)
  const writer = newWriter('bad-pouch')
  putFixed(writer, MAGIC.length, MAGIC)
  putNumber(writer, 1, VERSION)
  putBytes(writer, 2, MOST_HEAD, written(body))
  putFixed(writer, DIGEST_BYTES, sha256(written(writer)))
  return written(writer)
}

/**
 * Length of the whole head, from its first POUCH_PREFIX bytes.
 *
 * @throws ProtocolError `bad-pouch`, and `newer-pouch` for what a later version wrote
 */
export function headLength(prefix: Uint8Array): number {
  const reader = newReader('bad-pouch', prefix)
  if (!equal(take(reader, MAGIC.length), MAGIC)) refuse('bad-pouch', 'another format')
  const version = takeNumber(reader, 1)
  if (version > VERSION) refuse('newer-pouch', 'written by a later version')
  if (version < VERSION) refuse('bad-pouch', 'an unknown version')
  const length = takeNumber(reader, 2)
  if (length > MOST_HEAD) refuse('bad-pouch', 'a head that is too long')
  return POUCH_PREFIX + length + DIGEST_BYTES
}

/** @throws ProtocolError `bad-pouch`, `newer-pouch` */
export function decodePouchHead(bytes: Uint8Array): PouchHead {
  const length = headLength(bytes)
  if (bytes.length !== length) refuse('bad-pouch', 'a head of another length')
  const signed = bytes.subarray(0, length - DIGEST_BYTES)
  if (!equal(sha256(signed), bytes.subarray(signed.length))) refuse('bad-pouch', 'damaged')
  const reader = newReader('bad-pouch', signed.subarray(POUCH_PREFIX))
  const head: PouchHead = {
    relation: takeText(reader, 1, NAME_BYTES),
    from: takeText(reader, 1, NAME_BYTES),
    to: takeText(reader, 1, NAME_BYTES),
    epoch: takeNumber(reader, 8),
    keyId: hex(take(reader, ENVELOPE_BOUNDS.keyIdBytes)),
    part: takeNumber(reader, 4),
    of: takeNumber(reader, 4),
    start: takeNumber(reader, 8),
    end: takeNumber(reader, 8),
  }
  takeEnd(reader)
  checkHead(head)
  return head
}

function checkHead(head: PouchHead): void {
  const { relation, from, to } = head
  try {
    checkRelation(relation)
    checkParty(from)
    checkParty(to)
  } catch (cause) {
    throw new ProtocolError({ code: 'bad-pouch', message: 'not a name', cause })
  }
  const [first, second] = (relation.split('/')[0] ?? '').split('~')
  if (from === to || [from, to].some((party) => party !== first && party !== second))
    refuse('bad-pouch', 'not the parties of the relation')
  if (!/^[0-9a-f]{16}$/.test(head.keyId)) refuse('bad-pouch', 'not a key id')
  if (head.epoch < 1) refuse('bad-pouch', 'epochs count from 1')
  if (head.part < 1 || head.part > head.of) refuse('bad-pouch', 'not a part of so many')
  if (head.end < head.start) refuse('bad-pouch', 'ends before it begins')
}

/** Says whose and which part of a log, and nothing of what was done, when or by whom. */
export function pouchName({ relation, from, start, end, part }: PouchHead): string {
  const digits = (size: number) => String(size).padStart(6, '0')
  // Pieces of files alone: there may be many, all behind the same end of the log.
  const number = start === end && part > 1 ? `_${String(part).padStart(3, '0')}` : ''
  return `${relation.replace('/', '-')}_${from}_${digits(start)}-${digits(end)}${number}.pouch`
}
