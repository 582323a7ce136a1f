/**
 * What no receipt shows, or that of a revoked key no longer does, a mark still may: its author signed in it, with the keys of
 * its log, the root of the other log up to what it held. So nobody takes back a receipt by revoking the key that gave it.
 */
import { fromHex } from '../bytes/bytes.ts'
import { parseJson } from '../bytes/parse-json.ts'
import { text } from '../bytes/utf8.ts'
import type { Header } from '../entry/header.ts'
import { partDigest } from '../entry/part.ts'
import { ProtocolError } from '../errors.ts'
import { type EvidenceEntry, partMember } from './layout.ts'
import type { Standing, Unheld } from './standing.ts'

/** When a side held the other's log up to a head, seconds UTC; by the place of that head. */
export type HeldByMark = ReadonlyMap<string, number>

/** Only marks count that a receipt proves which counts itself: no mark holds up another. */
export function heldByMarks(all: Iterable<Standing>, members: ReadonlyMap<string, Uint8Array>): HeldByMark {
  const times = new Map<string, number>()
  for (const { entry, header, receipt } of all) {
    if (header?.kind !== 'mark' || typeof receipt !== 'number') continue
    const root = rootIn(entry, header, members)
    const place = root === null ? null : placeOf(entry.side, header.seen, root)
    if (place !== null) times.set(place, Math.min(header.time, times.get(place) ?? header.time))
  }
  return times
}

/** By a receipt that counts, or else by a mark of the other side over the very head of the proof. */
export function heldAt(
  { entry, proven, receipt }: Standing,
  sides: Iterable<string>,
  marks: HeldByMark,
): number | Unheld {
  if (typeof receipt === 'number') return receipt
  const other = [...sides].find((side) => side !== entry.side) ?? ''
  return marks.get(placeOf(other, proven.size, proven.root)) ?? receipt
}

function placeOf(by: string, size: number, root: string): string {
  return `${by} ${size} ${root}`
}

/** `null` where the mark says nothing of it, or its kept part is not in the file. */
function rootIn(
  { leaf, parts }: EvidenceEntry,
  header: Header,
  members: ReadonlyMap<string, Uint8Array>,
): string | null {
  const bytes = members.get(partMember(leaf, 'kept'))
  const digest = header.parts.find(({ name }) => name === 'kept')?.digest
  const salt = parts.find(({ name }) => name === 'kept')?.salt
  if (!bytes || salt === undefined || partDigest(fromHex(salt), bytes) !== digest) return null
  try {
    const body = parseJson(text(bytes))
    const root = typeof body === 'object' && body !== null && 'root' in body ? body.root : null
    return typeof root === 'string' ? root : null
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}
