/** How much an evidence file may hold: never more than its reader takes, nor than a browser can be given. */
import { canonicalJson, type EvidenceEntry, MOST_EVIDENCE } from '@counterpart/protocol'
import { pageBytesOf } from './evidence-page.ts'
import { type Told, toldBytes } from './evidence-told.ts'
import type { NotIncluded } from './not-included.ts'

export interface EvidenceBounds {
  entries: number
  members: number
  /**
   * Bytes of everything but the enclosed files and the changes of keys, since it is made in memory. As many small
   * entries as possible find room.
   */
  bytes: number
  /** Bytes of all enclosed files; larger ones are saved by themselves. */
  enclosed: number
}

export const EVIDENCE_BOUNDS: EvidenceBounds = {
  ...MOST_EVIDENCE,
  bytes: 128 * 1024 * 1024,
  enclosed: 64 * 1024 * 1024,
}

/** An entry with all that belongs to it: it is in the file as a whole, or not at all. */
export interface Piece {
  /** The entry itself, what settles it, and the records of what was destroyed of it. */
  entries: readonly EvidenceEntry[]
  members: ReadonlyMap<string, Uint8Array>
  /** Ciphertext, by the name of its member. */
  enclosed: ReadonlyMap<string, Uint8Array>
  missing: readonly NotIncluded[]
  /** What the page says of it; nothing of what is no act. */
  told: readonly Told[]
}

/** Headers of a member in a ZIP: before it, and in the directory. */
const MEMBER_BYTES = 30 + 46

export class EvidenceRoom {
  readonly members: Map<string, Uint8Array>
  readonly entries = new Map<string, EvidenceEntry>()
  readonly missing: NotIncluded[] = []
  readonly told: Told[] = []
  enclosed: number
  #bytes: number
  readonly #bounds: EvidenceBounds

  /** @param always members that are in every file, whatever else finds room */
  constructor(bounds: EvidenceBounds, always: ReadonlyMap<string, Uint8Array>) {
    this.#bounds = bounds
    this.members = new Map(always)
    this.#bytes = bounds.bytes
    this.enclosed = bounds.enclosed
  }

  /** Nothing of it is taken where it does not fit as a whole. */
  take({ entries, members, enclosed, missing, told }: Piece): boolean {
    const all = [...members, ...enclosed]
    const isNew = ([name]: readonly [string, unknown]) => !this.members.has(name)
    const more = entries.filter(({ leaf }) => !this.entries.has(leaf)).length
    let bytes = pageBytesOf(entries, missing)
    for (const one of told) bytes += toldBytes(one)
    for (const entry of entries) bytes += canonicalJson(entry).length + 1
    for (const [name] of all.filter(isNew)) bytes += MEMBER_BYTES + 2 * name.length
    for (const [, value] of [...members].filter(isNew)) bytes += value.length
    if (this.entries.size + more > this.#bounds.entries) return false
    if (this.members.size + all.filter(isNew).length > this.#bounds.members) return false
    if (bytes > this.#bytes) return false
    this.#bytes -= bytes
    for (const [, value] of [...enclosed].filter(isNew)) this.enclosed -= value.length
    for (const [name, value] of all) this.members.set(name, value)
    for (const entry of entries) this.entries.set(entry.leaf, entry)
    this.missing.push(...missing)
    this.told.push(...told)
    return true
  }
}
