/** Turns rows of the store into the entries that casework folds. */
import { setImmediate } from 'node:timers/promises'
import type { Entry, Party } from '@counterpart/casework'
import {
  equal,
  type Header,
  leafHash,
  ProtocolError,
  parseHeader,
  parseJson,
  text,
} from '@counterpart/protocol'
import type { StoredPart } from '../../store/as-stored.ts'
import type { EntryRow, PartState } from '../../store/store.ts'
import type { GiveWay } from '../turns.ts'

/** `null` for bytes that are no header: they are held and have no effect. */
export function readHeader(bytes: Uint8Array): Header | null {
  try {
    return parseHeader(bytes)
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

/**
 * Why a header may not go into the logs of the relation: its author wrote these bytes for another, or for any (ENTRY-8).
 * `null` where it may.
 */
export function foreignTo(relation: string, header: Header): 'another' | 'none' | null {
  if (header.relation === relation) return null
  return header.relation === undefined ? 'none' : 'another'
}

/** Headers that were read lately, by leaf: what was recorded is folded, sent, counted and shown soon after. */
const lately = new Map<string, { bytes: Uint8Array; header: Header | null }>()
const MOST_LATELY = 4096

/** As `readHeader`, with its leaf: the same bytes are parsed once. */
export function headerOf({ leaf, bytes }: Pick<EntryRow, 'leaf' | 'bytes'>): Header | null {
  const known = lately.get(leaf)
  if (known && equal(known.bytes, bytes)) return known.header
  const header = readHeader(bytes)
  if (lately.size >= MOST_LATELY) lately.delete(lately.keys().next().value ?? '')
  lately.set(leaf, { bytes, header: header && Object.freeze(header) })
  return header
}

/** `null` when the part is no JSON object. */
export function readPart(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value = parseJson(text(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

/** Characters of a part that are read at once without a pause. */
const LONG = 2 ** 16

/**
 * As `readPart`. A part of nothing but lists takes a quarter of a second to read, and an entry has sixteen: before each
 * that is long others have their turn.
 */
export async function readInTurn(bytes: Uint8Array): Promise<Record<string, unknown> | null> {
  if (bytes.length > LONG) await setImmediate()
  return readPart(bytes)
}

/** By name, of those that are held. */
export async function readParts(
  parts: readonly StoredPart[],
  names: ReadonlySet<string>,
): Promise<Record<string, unknown>> {
  const read: Record<string, unknown> = {}
  for (const part of parts)
    if (part.state === 'held' && names.has(part.name)) read[part.name] = await readInTurn(part.bytes)
  return read
}

/** Whether these entries end with new keys of their log: the head behind them may have the lines of those too. */
export function endsInChange(entries: readonly { header: Uint8Array }[]): boolean {
  const header = readHeader(entries.at(-1)?.header ?? new Uint8Array())
  return header?.kind === 'key' && header.use === 'log'
}

type IdOf = (header: Header, leaf: string) => string | null

/**
 * A row for the bytes at `index` of a log whose running maximum and last time were `before`.
 * A dossier's id is the leaf of its opening, unless `idOf` knows a fixed one.
 */
export function rowOf(
  side: Party,
  index: number,
  bytes: Uint8Array,
  before: { running: number; time: number },
  idOf: IdOf,
): { row: EntryRow; header: Header | null } {
  const leaf = leafHash(bytes)
  const header = headerOf({ leaf, bytes })
  return { header, row: { side, index, leaf, bytes, ...besideOf(header, leaf, before, idOf) } }
}

/** The columns that are stored beside a header for searching. */
export function besideOf(
  header: Header | null,
  leaf: string,
  before: { running: number; time: number },
  idOf: IdOf,
): Pick<EntryRow, 'running' | 'time' | 'kind' | 'dossier' | 'lowered'> {
  const isLowered = header?.kind === 'mark' && header.seen < before.running
  return {
    ...(isLowered ? { lowered: true } : {}),
    running: Math.max(before.running, header?.seen ?? 0),
    time: header?.time ?? before.time,
    kind: header?.kind ?? 'malformed',
    dossier: header ? idOf(header, leaf) : null,
  }
}

/** Whether it is a mark that takes back what its log had seen (MARK-4). Rows from before migration 26 do not say so; its header does. */
export function isLowered(row: EntryRow): boolean {
  const header = headerOf(row)
  return header?.kind === 'mark' && header.seen < row.running
}

export function entryOf(row: EntryRow, parts: readonly PartState[]): Entry {
  const header = headerOf(row)
  const kept = parts.find((part) => part.name === 'kept')
  return {
    side: row.side,
    index: row.index,
    leaf: row.leaf,
    running: row.running,
    header,
    kept: kept?.state === 'held' ? readPart(kept.bytes) : null,
    // From the header alone: both sides count a part as given, also where it was destroyed or declared absent before it came.
    parts: header?.parts.map((part) => part.name) ?? [],
  }
}

/** As `entryOf`, of many. */
export async function entriesOf(
  rows: readonly EntryRow[],
  parts: ReadonlyMap<string, readonly PartState[]>,
  giveWay: GiveWay,
): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const row of rows) {
    entries.push(entryOf(row, parts.get(row.leaf) ?? []))
    await giveWay()
  }
  return entries
}
