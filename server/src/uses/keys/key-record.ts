/**
 * The keys with which both sides sign and seal: those that were exchanged, and what the two logs have changed since.
 * Every write begins by reading them, so that nothing is signed under a new key before the entry that names it.
 */
import { setImmediate } from 'node:timers/promises'
import type { Party } from '@counterpart/casework'
import {
  base64,
  changeKey,
  type Epoch,
  firstKeys,
  firstSpan,
  isFull,
  type KeyRecord,
  type KeySpan,
  type NoteKeys,
  type NoteSigner,
  namedIn,
  ProtocolError,
  type Step,
} from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { KeyUse } from '../../keys/key-file.ts'
import type { EntryRow, Reader, Writer } from '../../store/store.ts'
import { epochOf } from '../log/chain.ts'
import { readHeader } from '../log/entry.ts'
import { type LogSpans, logSpans } from '../log/log-spans.ts'
import { publicOf, sameKeys } from '../log/signed.ts'
import type { Relation } from '../relation.ts'

/** What one side's log says of its keys. */
export interface SideKeys extends LogSpans {
  custody: readonly KeySpan[]
  /** Sealing keys after the first, base64. */
  seals: readonly string[]
}

export interface Keyed {
  ours: SideKeys
  theirs: SideKeys
  /** Every change that counts, in the order of its log. */
  changes: EntryRow[]
  /** Sizes of both logs up to which it was read. */
  at: { ours: number; theirs: number }
}

export interface Exchanged {
  ours: { log: NoteKeys; custody: NoteKeys }
  theirs: { log: NoteKeys; custody: NoteKeys }
  /** First sealing keys of both sides, base64. */
  seals: readonly string[]
}

export function newKeyed({ ours, theirs }: Exchanged): Keyed {
  const first = ({ custody }: { custody: NoteKeys }): SideKeys => ({
    logs: new Map(),
    custody: firstSpan(custody),
    seals: [],
  })
  return { ours: first(ours), theirs: first(theirs), changes: [], at: { ours: 0, theirs: 0 } }
}

/** By the logs that a side has changed keys in, which are never changed themselves: entries that change nothing are many. */
const taken = new WeakMap<LogSpans['logs'], { of: readonly unknown[]; keys: ReadonlySet<string> }>()

/**
 * Keys that no change of a side may name: the first keys of both sides, and those of its own logs. A later log of the other
 * side says nothing here (KEYS-2): of entries in two logs none is the earlier one, and a verifier would find another.
 */
function takenKeys(
  { exchanged, chain }: Relation,
  side: 'ours' | 'theirs',
  { logs }: LogSpans,
): ReadonlySet<string> {
  const begun = chain[side]
  const known = taken.get(logs)
  if (known?.of[0] === exchanged && known.of[1] === begun) return known.keys
  const { ours, theirs, seals } = exchanged
  const changed = [...logs.values()].flatMap((spans) => spans.map(({ keys }) => keys))
  const named = [...begun.map(({ log }) => log), ...changed].flatMap(({ ed25519, mlDsa44 }) => [
    base64(ed25519),
    base64(mlDsa44),
  ])
  const keys = new Set([...namedIn(firstKeys(ours)), ...namedIn(firstKeys(theirs)), ...named, ...seals])
  taken.set(logs, { of: [exchanged, begun], keys })
  return keys
}

/** Whether a log may not begin with these keys, because they serve another name already. */
export function isTaken(relation: Relation, side: Party, { ed25519, mlDsa44 }: NoteKeys): boolean {
  const of = side === relation.ours ? 'ours' : 'theirs'
  const { custody, seals } = relation.keyed[of]
  const taken = takenKeys(relation, of, relation.keyed[of])
  const named = namedIn({ log: [], custody, seals })
  return [ed25519, mlDsa44].map((key) => base64(key)).some((key) => taken.has(key) || named.includes(key))
}

/**
 * Follows the logs to where they are. Only a holder of the lock may go back, which happens where a commit failed after
 * its changes had been read. An older snapshot without the lock must not bring an old key back.
 */
export async function readKeys(relation: Relation, reader: Reader | Writer): Promise<void> {
  const { ours, theirs } = await reader.heads()
  const isBehind = ({ at }: Keyed) => ours.size < at.ours || theirs.size < at.theirs
  const { at } = relation.keyed
  if (at.ours === ours.size && at.theirs === theirs.size) return
  const isLocked = 'append' in reader
  if (isBehind(relation.keyed) && !isLocked) return
  const keyed = isBehind(relation.keyed) ? newKeyed(relation.exchanged) : relation.keyed
  const followed = await followPages(relation, keyed, reader)
  if (isBehind(relation.keyed) && !isLocked) return
  relation.keyed = { ...followed, at: { ours: ours.size, theirs: theirs.size } }
  choose(relation)
}

/** Changes that are read and followed in one piece. There is no end of those that change nothing, and each is verified. */
const PAGE = 64

/** Others have their turn while a page is read, also where the store answers at once. */
async function followPages(relation: Relation, keyed: Keyed, reader: Reader): Promise<Keyed> {
  let [next, { ours, theirs }] = [keyed, keyed.at]
  for (;;) {
    const rows = await reader.keyChanges(ours, theirs, PAGE)
    for (const row of rows) next = follow(relation, next, row)
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return next
    if (last.side === relation.ours) ours = last.index + 1
    // Ours come first: behind one of theirs there are no more of them.
    else [ours, theirs] = [Number.MAX_SAFE_INTEGER, last.index + 1]
    await setImmediate()
  }
}

/** `rows` were appended under the lock: where none of them changes keys there is nothing to read. */
export function keysGoOn(relation: Relation, rows: readonly EntryRow[]): void {
  const { keyed, ours } = relation
  const [first] = rows
  const side = first?.side === ours ? 'ours' : 'theirs'
  if (first?.index !== keyed.at[side] || rows.some(({ kind }) => kind === 'key' || kind === 'epoch')) return
  relation.keyed = { ...keyed, at: { ...keyed.at, [side]: first.index + rows.length } }
}

function follow(relation: Relation, keyed: Keyed, row: EntryRow): Keyed {
  const side = row.side === relation.ours ? 'ours' : 'theirs'
  const epoch = epochOf(relation, row.side, row.index)
  const next = keysAfter(relation, side, keyed[side], epoch, row.index, row.bytes)
  return next ? { ...keyed, [side]: next, changes: [...keyed.changes, row] } : keyed
}

/** The last change of keys of this use that counts, in the log of a side. */
export function lastChange({ keyed }: Relation, side: Party, use: KeyUse): EntryRow | null {
  const last = keyed.changes.findLast((row) => row.side === side && useOf(row) === use)
  return last ?? null
}

/** For which use an entry changes keys; `null` for an entry that changes none. */
export function useOf(row: EntryRow): KeyUse | null {
  const header = readHeader(row.bytes)
  return header?.kind === 'key' ? header.use : null
}

/** `null` for an entry that changes nothing. Both sides find the same, for it follows from the logs alone. */
export function keysAfter(
  relation: Relation,
  side: 'ours' | 'theirs',
  keys: SideKeys,
  epoch: Epoch,
  index: number,
  bytes: Uint8Array,
): SideKeys | null {
  const header = readHeader(bytes)
  if (header?.kind !== 'key' || hasNoRoom(keys, header.use)) return null
  const record: KeyRecord = { log: logSpans(keys, epoch), custody: keys.custody, seals: keys.seals }
  try {
    const next = changeKey(record, index - epoch.base, header, takenKeys(relation, side, keys))
    const logs = next.log === record.log ? keys.logs : new Map(keys.logs).set(epoch.number, next.log)
    return { logs, custody: next.custody, seals: next.seals }
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

/** Whether another change of this use would change nothing. */
export function hasNoRoom({ logs, custody, seals }: SideKeys, use: KeyUse): boolean {
  return isFull({ logs: [...logs.values()], custody, seals }, use)
}

/** The keys that sign their log, with the change at the end of this step where it is not held yet. */
export function theirLogWith(relation: Relation, epoch: Epoch, step: Step): readonly KeySpan[] {
  const index = step.start + step.entries.length - 1
  const last = step.entries.at(-1)
  const { theirs, at } = relation.keyed
  const next =
    last && index >= at.theirs ? keysAfter(relation, 'theirs', theirs, epoch, index, last.header) : null
  return logSpans(next ?? theirs, epoch)
}

/** Chooses the signers and keys of today. */
function choose(relation: Relation): void {
  const { keyed, ring } = relation
  const { theirs, ours } = keyed
  const [own, other] = [relation.chain.ours.at(-1), relation.chain.theirs.at(-1)]
  if (other) relation.theirLog = logSpans(theirs, other).at(-1)?.keys ?? relation.theirLog
  relation.theirCustody = theirs.custody.at(-1)?.keys ?? relation.theirCustody
  // Only keys that changed within the epoch: those that it began with are looked for elsewhere.
  const changed = own && ours.logs.get(own.number)?.at(-1)
  const current = { log: changed?.keys, custody: ours.custody.at(-1)?.keys }
  for (const use of ['log', 'custody'] as const) {
    const keys = current[use]
    if (!keys || isOf(relation[use], keys)) continue
    relation[use] = ring?.[use].find((signer) => isOf(signer, keys)) ?? later(relation, use) ?? lost(keys)
  }
}

/**
 * While our log is being taken back, it names keys whose secrets are gone, and does not name our newest one yet. That
 * one signs our questions, and nothing else is signed.
 */
function later({ ring, keyed }: Relation, use: 'log' | 'custody'): NoteSigner | null {
  const last = use === 'custody' ? ring?.custody.at(-1) : undefined
  return last && !keyed.ours.custody.some(({ keys }) => isOf(last, keys)) ? last : null
}

export function isOf(signer: NoteSigner, keys: NoteKeys): boolean {
  return sameKeys(publicOf(signer), keys)
}

/** A signer that refuses: an older copy of the key file was brought back, and nothing can be signed before the right one is. */
function lost(keys: NoteKeys): NoteSigner {
  const sign = (): never => {
    throw new NodeError({
      code: 'key-missing',
      message: 'the key file is older than the last change of keys',
    })
  }
  return {
    name: keys.name,
    ed25519: { publicKey: keys.ed25519, sign },
    mlDsa44: { publicKey: keys.mlDsa44, sign },
  }
}
