/**
 * What begins the next log of a party: its number and its keys, signed by the custody keys that the relation was
 * agreed under, and the statement of the other party that says where the log before it ends.
 */
import { hex, sha256 } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { parseCount } from '../checkpoint/body.ts'
import type { KeySpan } from '../checkpoint/key-spans.ts'
import { ProtocolError, refuse } from '../errors.ts'
import { logOrigin, MOST_EPOCH } from '../keys/names.ts'
import type { NoteKeys, NoteSigner, Verifier } from '../keys/ports.ts'
import { keysOf, vkeysOf } from '../keys/vkey.ts'
import { openCustodyNote, signCustodyNote } from '../note/custody-note.ts'
import { type Closing, readClosing, verifyClosingAt } from './closing.ts'

/** Both notes as they stand in the first entry of an epoch. */
export interface EpochNotes {
  opening: string
  closing: string
}

export interface Epoch {
  /** Counted from 1. */
  number: number
  /** Entries of all epochs before it: its entry at index i of its tree stands at base + i of the chain. */
  base: number
  log: NoteKeys
}

/** Who begins an epoch, and under whose keys both are known. */
export interface EpochParties {
  relation: string
  party: string
  domain: string
  /** The last sign an opening. */
  custody: readonly KeySpan[]
  /**
   * A closing may be older than their last change, which its author does not count as known yet (KEYS-4). `null`: whose it
   * is will be seen later.
   */
  other: { party: string; custody: readonly KeySpan[] | null }
}

const TITLE = 'counterpart epoch v1'
const NAMES = ['relation', 'from', 'epoch', 'base', 'key', 'key', 'closing'] as const

/** `of`: the relation and the party whose epoch it is. */
export function signOpening(
  of: { relation: string; party: string },
  epoch: Epoch,
  closing: string,
  signer: NoteSigner,
): string {
  const [first, second] = vkeysOf(epoch.log, 'log')
  const values = [of.relation, of.party, epoch.number, epoch.base, first, second, hex(sha256(utf8(closing)))]
  return signCustodyNote(
    TITLE,
    NAMES.map((name, index) => [name, String(values[index])]),
    signer,
  )
}

/**
 * The epoch after `before`, and the statement it stands on. That nothing larger was ever cosigned only who cosigned
 * can know.
 * @throws ProtocolError `bad-epoch`, `bad-closing`, and what is wrong with a note
 */
export function verifyOpening(
  { opening, closing: statement }: EpochNotes,
  before: { number: number; base: number },
  parties: EpochParties,
  verifier: Verifier,
): { epoch: Epoch; closing: Closing } {
  const { custody, other } = parties
  const [relation, from, digits = '', base = '', first = '', second = '', digest] = openCustodyNote(
    opening,
    { title: TITLE, names: NAMES, code: 'bad-epoch', read: (values) => values },
    custody.at(-1)?.keys ?? refuse('bad-key', 'no keys of custody'),
    verifier,
  )
  const closing = other.custody ? verifyClosingAt(statement, other.custody, verifier) : readClosing(statement)
  const number = parseCount(digits)
  const ours = relation === parties.relation && from === parties.party
  const theirs = closing.relation === parties.relation && closing.from === other.party
  if (!ours || !theirs) refuse('bad-epoch', 'of another relation or party')
  if (digest !== hex(sha256(utf8(statement)))) refuse('bad-epoch', 'names another statement')
  if (number === null || number > MOST_EPOCH || number <= before.number || closing.epoch !== before.number)
    refuse('bad-epoch', 'not a later one')
  if (parseCount(base) !== closing.size || closing.size < before.base)
    refuse('bad-epoch', 'begins where nothing ended')
  const log = keys([first, second])
  if (log.name !== logOrigin(parties.domain, parties.relation, number))
    refuse('bad-epoch', 'keys of another name')
  return { epoch: { number, base: closing.size, log }, closing }
}

function keys(vkeys: string[]): NoteKeys {
  try {
    return keysOf(vkeys, 'log')
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw new ProtocolError({ code: 'bad-epoch', message: 'not the keys of a log', cause })
  }
}

/** The epoch in which the entry at `index` of the chain stands; the newest for what is beyond. */
export function epochAt<E extends { base: number }>(chain: readonly E[], index: number): E {
  for (let at = chain.length - 1; at > 0; at--) {
    const epoch = chain[at]
    if (epoch && epoch.base <= index) return epoch
  }
  const [first] = chain
  return first ?? refuse('bad-epoch', 'a chain without an epoch')
}
