/**
 * Where a log of the asker ends, as the other party holds it: signed by that party's custody, for one fresh nonce. It
 * is a promise too: who gave it takes nothing more of that epoch.
 */
import { base64, fromBase64 } from '#base64'
import { fromHex, hex } from '../bytes/bytes.ts'
import { parseCount } from '../checkpoint/body.ts'
import type { KeySpan } from '../checkpoint/key-spans.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { checkParty, checkRelation } from '../keys/names.ts'
import type { NoteKeys, NoteSigner, Verifier } from '../keys/ports.ts'
import { checkHash } from '../log/hash.ts'
import { type NoteForm, openCustodyNote, readCustodyNote, signCustodyNote } from '../note/custody-note.ts'
import { STEP_BOUNDS } from '../sync/step.ts'

export interface Closing {
  relation: string
  /** Code of who states. */
  from: string
  /** The asker's 16 bytes. */
  nonce: Uint8Array
  /** The number of the asker's epoch that ends. */
  epoch: number
  /** Where it ends, counted over the chain: the largest head of it that was ever cosigned. */
  size: number
  /** The root of that epoch's own tree there. */
  root: Uint8Array
  /** Size of the stating party's own log at the last cosignature it holds from the asker. */
  cosigned: number
  /** Whole seconds. */
  time: number
}

const TITLE = 'counterpart closing v1'
const NAMES = ['relation', 'from', 'nonce', 'epoch', 'size', 'root', 'cosigned', 'time'] as const

export function signClosing(closing: Closing, signer: NoteSigner): string {
  check(closing)
  const { relation, from, nonce, epoch, size, root, cosigned, time } = closing
  const values = [relation, from, hex(nonce), epoch, size, base64(root), cosigned, time]
  return signCustodyNote(
    TITLE,
    NAMES.map((name, index) => [name, String(values[index])]),
    signer,
  )
}

const FORM: NoteForm<Closing> = { title: TITLE, names: NAMES, code: 'bad-closing', read }

/** @throws ProtocolError `bad-closing`, `bad-note`, `missing-signature`, `bad-signature` */
export function verifyClosing(note: string, keys: NoteKeys, verifier: Verifier): Closing {
  return openCustodyNote(note, FORM, keys, verifier)
}

/** What it says, whoever signed it. @throws ProtocolError `bad-closing` */
export function readClosing(note: string): Closing {
  return readCustodyNote(note, FORM)
}

/**
 * Under whichever keys signed it: it counts only with an opening beside it, and an entry after that with a receipt, which
 * no revoked key gives. @throws ProtocolError as `verifyClosing`
 */
export function verifyClosingAt(note: string, spans: readonly KeySpan[], verifier: Verifier): Closing {
  for (const { keys } of spans.slice(1).reverse())
    try {
      return verifyClosing(note, keys, verifier)
    } catch (cause) {
      if (!(cause instanceof ProtocolError) || cause.code !== 'missing-signature') throw cause
    }
  const [first] = spans
  return verifyClosing(note, first?.keys ?? refuse('bad-key', 'no keys of custody'), verifier)
}

function read(values: readonly string[]): Closing {
  const [relation = '', from = '', nonce = '', epoch = '', size = '', root = '', cosigned = '', time = ''] =
    values
  if (!/^[0-9a-f]{32}$/.test(nonce)) refuse('bad-closing', 'not a nonce')
  const closing = {
    relation,
    from,
    nonce: fromHex(nonce),
    epoch: count(epoch),
    size: count(size),
    root: hash(root),
    cosigned: count(cosigned),
    time: count(time),
  }
  check(closing)
  return closing
}

function check({ relation, from, nonce, epoch, size, root, cosigned, time }: Closing): void {
  try {
    checkRelation(relation)
    checkParty(from)
    checkHash(root)
  } catch (cause) {
    throw new ProtocolError({ code: 'bad-closing', message: 'not a name or a root', cause })
  }
  if (nonce.length !== STEP_BOUNDS.nonceBytes) refuse('bad-closing', 'a nonce has 16 bytes')
  for (const number of [epoch, size, cosigned, time])
    if (!Number.isSafeInteger(number) || number < 0) refuse('bad-closing', 'not a whole number')
  if (epoch < 1) refuse('bad-closing', 'epochs count from 1')
}

function count(digits: string): number {
  return parseCount(digits) ?? refuse('bad-closing', 'not a whole number')
}

function hash(encoded: string): Uint8Array {
  try {
    return fromBase64(encoded)
  } catch (cause) {
    throw new ProtocolError({ code: 'bad-closing', message: 'not a root', cause })
  }
}
