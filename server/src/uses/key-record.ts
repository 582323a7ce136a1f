/**
 * With which keys both sides sign and seal: those that were exchanged, and what the two logs say since. Every
 * write begins with it, so that what is signed under a new key was always begun after the entry that names it.
 */
import {
  base64,
  changeKey,
  firstKeys,
  type KeyRecord,
  type NoteKeys,
  type NoteSigner,
  namedIn,
  ProtocolError,
  type Step,
} from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { EntryRow, Reader } from '../store/store.ts'
import { readHeader } from './entry.ts'
import type { Relation } from './relation.ts'
import { publicOf } from './signed.ts'

export interface Keyed {
  ours: KeyRecord
  theirs: KeyRecord
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
  return { ours: firstKeys(ours), theirs: firstKeys(theirs), changes: [], at: { ours: 0, theirs: 0 } }
}

/** What no change may name: the first keys of both sides. */
function takenKeys({ ours, theirs, seals }: Exchanged): ReadonlySet<string> {
  return new Set([...namedIn(firstKeys(ours)), ...namedIn(firstKeys(theirs)), ...seals])
}

/** Brings what is known to where the logs are. */
export async function readKeys(relation: Relation, reader: Reader): Promise<void> {
  const { ours, theirs } = await reader.heads()
  const known = relation.keyed.at
  if (known.ours === ours.size && known.theirs === theirs.size) return
  // A commit that failed may have been read before it did.
  if (ours.size < known.ours || theirs.size < known.theirs) relation.keyed = newKeyed(relation.exchanged)
  const keyed = relation.keyed
  const rows = await reader.keyChanges(keyed.at.ours, keyed.at.theirs)
  relation.keyed = rows.reduce((before, row) => follow(relation, before, row), {
    ...keyed,
    at: { ours: ours.size, theirs: theirs.size },
  })
  choose(relation)
}

function follow(relation: Relation, keyed: Keyed, row: EntryRow): Keyed {
  const side = row.side === relation.ours ? 'ours' : 'theirs'
  const record = recordAfter(relation, keyed[side], row.index, row.bytes)
  return record ? { ...keyed, [side]: record, changes: [...keyed.changes, row] } : keyed
}

/** `null` for what changes nothing: on both sides the same, for it follows from the log alone. */
export function recordAfter(
  relation: Relation,
  record: KeyRecord,
  index: number,
  bytes: Uint8Array,
): KeyRecord | null {
  const header = readHeader(bytes)
  if (header?.kind !== 'key') return null
  try {
    return changeKey(record, index, header, takenKeys(relation.exchanged))
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

/** Their record with what a step of theirs ends with, as far as it is not held yet. */
export function theirRecordWith(relation: Relation, step: Step): KeyRecord {
  const index = step.start + step.entries.length - 1
  const last = step.entries.at(-1)
  const { theirs, at } = relation.keyed
  if (!last || index < at.theirs) return theirs
  return recordAfter(relation, theirs, index, last.header) ?? theirs
}

/** The signers and keys of today. */
function choose(relation: Relation): void {
  const { keyed, ring } = relation
  const { theirs, ours } = keyed
  relation.theirLog = theirs.log.at(-1)?.keys ?? relation.theirLog
  relation.theirCustody = theirs.custody.at(-1)?.keys ?? relation.theirCustody
  for (const use of ['log', 'custody'] as const) {
    const keys = ours[use].at(-1)?.keys
    if (!keys || isOf(relation[use], keys)) continue
    relation[use] = ring?.[use].find((signer) => isOf(signer, keys)) ?? lost(keys)
  }
}

export function isOf(signer: NoteSigner, keys: NoteKeys): boolean {
  const { ed25519, mlDsa44 } = publicOf(signer)
  return base64(ed25519) === base64(keys.ed25519) && base64(mlDsa44) === base64(keys.mlDsa44)
}

/** An older copy of the key file was brought back: nothing can be signed before the right one is. */
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
