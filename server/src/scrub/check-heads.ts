/** Heads: those that were signed, with the other side's receipts over them, and the one that is carried on. */
import {
  type Epoch,
  equal,
  type Frontier,
  ProtocolError,
  verifyCheckpointAt,
  verifyCosignatureAt,
} from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { CheckpointRow, EntryRow, Heads, LogHead, Reader, Writer } from '../store/store.ts'
import { allOf } from '../uses/all-of.ts'
import { orDamaged } from '../uses/damage.ts'
import { epochEnding } from '../uses/log/chain.ts'
import { frontierNodes } from '../uses/log/heads.ts'
import { logSpans } from '../uses/log/log-spans.ts'
import { keysOfLog } from '../uses/log/signed.ts'
import type { Found, Scrubbed } from './finding.ts'
import { storedNodes, storedRows } from './lenient.ts'

/** A head as it was signed. */
export interface Boundary {
  size: number
  root: Uint8Array
}

/** `null` for a stored head that is not what was signed. */
export function boundaryOf({ node, relation }: Scrubbed, row: CheckpointRow, found: Found): Boundary | null {
  const { side, size, note, cosignature } = row
  const keys = keysOfLog(relation, side, size)
  const { base } = epochEnding(relation, side, size)
  const signed = verified(() => verifyCheckpointAt(note, keys.log, node.verifier))
  if (signed === null || base + signed.size !== size) {
    found({ what: 'checkpoint', side, size })
    return null
  }
  if (
    cosignature !== null &&
    verified(() => verifyCosignatureAt(note, cosignature, keys.custody, node.verifier)) === null
  )
    found({ what: 'cosignature', side, size })
  return { size, root: signed.root }
}

function verified<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

/**
 * How many entries a log has: as its last head was signed, and only without that as it is carried on. What is lost of a
 * head takes no entry with it: where entries and tree lead on to the head that is carried on, the log ends there.
 */
export async function signedSize(scrubbed: Scrubbed, reader: Reader, side: string): Promise<number> {
  const last = await reader.lastCheckpoint(side)
  const boundary = last && boundaryOf(scrubbed, last, () => undefined)
  const head = await storedHead(scrubbed, reader, side)
  if (!boundary) return head?.size ?? 0
  return head && (await leadsOn(reader, side, boundary.size, head)) ? head.size : boundary.size
}

async function leadsOn(reader: Reader, side: string, from: number, head: LogHead): Promise<boolean> {
  const { size, base, epoch, running, time, frontier } = head
  // A log that has begun and holds nothing yet leads nowhere.
  if (size <= from || size === base) return false
  const [hashes, rows] = await allOf<[(Uint8Array | null)[], ReadonlyMap<number, EntryRow>]>([
    storedNodes(reader, side, epoch, frontierNodes(size - base)),
    storedRows(reader, side, from, size - from),
  ])
  const end = rows.get(size - 1)
  return (
    rows.size === size - from &&
    end?.running === running &&
    end.time === time &&
    hashes.length === frontier.length &&
    frontier.every((hash, i) => equal(hash, hashes[i] ?? new Uint8Array()))
  )
}

async function storedHead({ relation }: Scrubbed, reader: Reader, side: string): Promise<LogHead | null> {
  const heads: Heads | null = await orDamaged(reader.heads())
  return heads && (side === relation.ours ? heads.ours : heads.theirs)
}

/** At the end of a log: what is carried on is what was come to, and it was signed. */
export async function checkHead(
  scrubbed: Scrubbed,
  reader: Reader,
  walk: { side: string; at: number; frontier: Frontier; before: Before; epoch: Epoch },
  found: Found,
): Promise<void> {
  const { side, at } = walk
  const head = await storedHead(scrubbed, reader, side)
  if (!head || !isHead(head, walk) || isClosedWrongly(scrubbed, side, head)) found({ what: 'head', side })
  if ((await reader.isBeyond(side)) || (await reader.checkpointFrom(side, at + 1)))
    found({ what: 'beyond', side })
  if (at === 0) return
  const last = await reader.checkpointFrom(side, at)
  if (last?.size !== at) found({ what: 'checkpoint', side, size: at })
}

/**
 * A log is called closed that nobody ended: one goes on in the transaction that ends it, but for theirs where we said that
 * it ends, and when we were asked.
 */
export function isClosedWrongly({ relation }: Scrubbed, side: string, { closed, stated }: LogHead): boolean {
  return closed && relation.start === 'confirmed' && (side === relation.ours || stated === 0)
}

/**
 * Takes away the heads behind the end of a log that nobody signed: whatever reads the last one would stop at it. One that
 * was signed, or may have been, under keys that are not known here, is what says that the log was turned back.
 *
 * @throws NodeError `entry-damaged` where there is such a one
 */
export async function dropHeads(scrubbed: Scrubbed, writer: Writer, side: string): Promise<void> {
  const heads = await writer.heads()
  const { size } = side === scrubbed.relation.ours ? heads.ours : heads.theirs
  for (;;) {
    const row = await writer.checkpointFrom(side, size + 1)
    if (!row) return
    if (!isFalse(scrubbed, row))
      throw new NodeError({ code: 'entry-damaged', message: 'a signed head goes on beyond its log' })
    await writer.dropHead(side, row.size)
  }
}

/**
 * No head of its size, whatever else is known: garbled, of another size by its own words, or not signed by whose key it
 * names. The receipt over it says that it was, whatever has become of that line since.
 */
function isFalse({ node, relation }: Scrubbed, row: CheckpointRow): boolean {
  const { side, size, note } = row
  const of = side === relation.ours ? 'ours' : 'theirs'
  const [origin, said] = note.split('\n', 2)
  const epoch = relation.chain[of].find(({ log }) => log.name === origin)
  if (epoch && String(size - epoch.base) !== said) return true
  if (isReceipted({ node, relation }, row)) return false
  const last = epoch ?? relation.chain[of].at(-1)
  try {
    verifyCheckpointAt(note, last ? logSpans(relation.keyed[of], last) : [], node.verifier)
    return false
  } catch (error) {
    if (error instanceof ProtocolError) return !UNKNOWN.includes(error.code)
    throw error
  }
}

function isReceipted({ node, relation }: Scrubbed, { side, note, cosignature }: CheckpointRow): boolean {
  if (cosignature === null) return false
  const { custody } = side === relation.ours ? relation.keyed.theirs : relation.keyed.ours
  const body = note.split('\n', 3).join('\n')
  // Beside the body alone: lines that cannot even be read are no reason to take away the others.
  const read = () => verifyCosignatureAt(`${body}\n\n${cosignature}`, cosignature, custody, node.verifier)
  return verified(read) !== null
}

/** It may be of a log, or under a key, that is known only with what was turned back. */
const UNKNOWN: readonly string[] = ['missing-signature', 'wrong-origin']

interface Before {
  running: number
  time: number
}

function isHead(
  head: LogHead,
  { at, frontier, before, epoch }: { at: number; frontier: Frontier; before: Before; epoch: Epoch },
): boolean {
  // An epoch may have begun with nothing in it.
  const hashes = epoch.base === at ? [] : frontier.hashes
  return (
    head.size === at &&
    head.epoch === epoch.number &&
    head.base === epoch.base &&
    head.running === before.running &&
    head.time === before.time &&
    head.frontier.length === hashes.length &&
    head.frontier.every((hash, i) => equal(hash, hashes[i] ?? new Uint8Array()))
  )
}
