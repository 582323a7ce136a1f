/** A beginning of a log as its author may sign it. */
import {
  appendLeaf,
  type Closing,
  emptyFrontier,
  leafHashBytes,
  logOrigin,
  rootOf,
  type Step,
  signCheckpoint,
  signClosing,
  signOpening,
} from '@counterpart/protocol'
import type { Heads } from '../store/store.ts'
import { RELATION } from './_talk.ts'
import { fakeSigner, type Side } from './_world.ts'
import { writeEpoch } from './log/compose.ts'
import { rootAt } from './log/heads.ts'

/** What begins a log of `b`, over a closing that is as `change` says. */
export function beginning(
  a: Side,
  b: Side,
  heads: Heads,
  change: { closing?: Partial<Closing>; number?: number; closer?: Side; note?: string },
): Step {
  const { number = 2, closer = a } = change
  const { theirs } = heads
  const made = signClosing(
    {
      relation: RELATION,
      from: closer.node.party,
      nonce: new Uint8Array(16),
      epoch: 1,
      size: theirs.size,
      root: rootAt(theirs),
      cosigned: 0,
      time: 1,
      ...change.closing,
    },
    closer.relation(RELATION).custody,
  )
  const { note: closing = made } = change
  const signer = fakeSigner(logOrigin('bbb.test', RELATION, number))
  const { ed25519, mlDsa44, name } = signer
  const log = { name, ed25519: ed25519.publicKey, mlDsa44: mlDsa44.publicKey }
  const base = change.closing?.size ?? theirs.size
  const of = { relation: RELATION, party: 'bbb' }
  const opening = signOpening(of, { number, base, log }, closing, b.relation(RELATION).custody)
  const place = { relation: RELATION, seen: theirs.running, time: theirs.time, random: b.node.random }
  const written = writeEpoch({ opening, closing }, place)
  const { frontier } = appendLeaf(emptyFrontier(), leafHashBytes(written.bytes))
  const checkpoint = signCheckpoint({ origin: name, size: 1, root: rootOf(frontier) }, signer)
  return {
    relation: RELATION,
    from: 'bbb',
    epoch: Math.max(2, number),
    start: theirs.size,
    entries: [{ header: written.bytes, parts: written.parts }],
    checkpoint,
    cosignature: null,
    holds: 0,
    held: null,
    nonce: new Uint8Array(16),
  }
}
