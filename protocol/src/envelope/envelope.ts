/** Framing of a sealed batch. Sealing and opening (HPKE) are the caller's; this file holds no key. */
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
  written,
} from '../bytes/frame.ts'
import { utf8 } from '../bytes/utf8.ts'
import { refuse } from '../errors.ts'
import { checkParty, checkRelation } from '../keys/names.ts'
import { STEP_BOUNDS } from '../sync/step.ts'

export interface Envelope {
  version: 1
  /** First 8 bytes of SHA-256 of the receiver's sealing key, hexadecimal. */
  keyId: string
  /** The encapsulated secret. */
  enc: Uint8Array
  ct: Uint8Array
}

export const ENVELOPE_BOUNDS = { keyIdBytes: 8, enc: 4096, ct: STEP_BOUNDS.bytes + 64 } as const

const MAGIC = utf8('counterpart envelope\n')

/** @throws ProtocolError `bad-envelope` */
export function encodeEnvelope(envelope: Envelope): Uint8Array {
  const writer = newWriter('bad-envelope')
  putFixed(writer, MAGIC.length, MAGIC)
  putNumber(writer, 1, checkVersion(envelope.version))
  putFixed(writer, ENVELOPE_BOUNDS.keyIdBytes, keyIdBytes(envelope.keyId))
  putBytes(writer, 2, ENVELOPE_BOUNDS.enc, envelope.enc)
  putBytes(writer, 4, ENVELOPE_BOUNDS.ct, envelope.ct)
  return written(writer)
}

/** @throws ProtocolError `bad-envelope`, whatever is wrong */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  const reader = newReader('bad-envelope', bytes)
  if (!equal(take(reader, MAGIC.length), MAGIC)) refuse('bad-envelope', 'another format')
  const envelope: Envelope = {
    version: checkVersion(takeNumber(reader, 1)),
    keyId: hex(take(reader, ENVELOPE_BOUNDS.keyIdBytes)),
    enc: takeBytes(reader, 2, ENVELOPE_BOUNDS.enc),
    ct: takeBytes(reader, 4, ENVELOPE_BOUNDS.ct),
  }
  takeEnd(reader)
  return envelope
}

/**
 * What a seal is bound to: a batch sealed for one relation, direction, epoch and key does not open as
 * one of another. @throws ProtocolError `bad-name`, `bad-envelope`
 */
export function hpkeInfo(bound: {
  relation: string
  from: string
  to: string
  epoch: number
  keyId: string
}): Uint8Array {
  if (!Number.isSafeInteger(bound.epoch) || bound.epoch < 1) refuse('bad-envelope', 'epochs count from 1')
  const lines = [
    'counterpart envelope v1',
    checkRelation(bound.relation),
    checkParty(bound.from),
    checkParty(bound.to),
    bound.epoch,
    hex(keyIdBytes(bound.keyId)),
    '',
  ]
  return utf8(lines.join('\n'))
}

function checkVersion(version: number): 1 {
  if (version !== 1) return refuse('bad-envelope', 'an unknown version')
  return version
}

function keyIdBytes(keyId: string): Uint8Array {
  if (!/^[0-9a-f]{16}$/.test(keyId)) refuse('bad-envelope', 'not a key id')
  return fromHex(keyId)
}
