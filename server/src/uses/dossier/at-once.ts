/**
 * Counts what one transaction reads and holds until it ends: dossiers that fit one by one do not have to fit together
 * (SYNC-17), and one message may name any number of them one after the other.
 */
import type { Hex } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { RoomLeft } from '../../store/large.ts'
import { partWeight } from '../../store/part-weight.ts'
import type { EntryRow, PartState, Reader } from '../../store/store.ts'

export interface AtOnce {
  /** To be called before anything of it is parsed. @throws NodeError `dossier-too-large` */
  rows(id: Hex, rows: readonly EntryRow[]): void
  /** As `rows`. */
  parts(id: Hex, parts: ReadonlyMap<Hex, readonly PartState[]>): void
  /** The dossiers that were counted. */
  ids(): Hex[]
}

/** Bytes that a part takes beside its own. */
const BESIDE = 64
const NONE: Readonly<RoomLeft> = { entries: 0, headers: 0, bodies: 0 }
const WHAT = ['entries', 'headers', 'bodies'] as const

export function newAtOnce(reader: Pick<Reader, 'atOnce'>): AtOnce {
  /** What was read of each, and of all. */
  const sizes = new Map<Hex, RoomLeft>()
  const total = { ...NONE }

  function count(id: Hex, size: Partial<RoomLeft>): void {
    const before = sizes.get(id) ?? NONE
    const now = { ...before, ...size }
    for (const what of WHAT) total[what] += now[what] - before[what]
    sizes.set(id, now)
    const most = reader.atOnce()
    if (WHAT.every((what) => total[what] <= most[what])) return
    for (const what of WHAT) total[what] -= now[what]
    sizes.delete(id)
    throw new NodeError({
      code: 'dossier-too-large',
      message: 'dossiers that are read together hold more than is read at once',
    })
  }

  return {
    rows: (id, rows) =>
      count(id, { entries: rows.length, headers: rows.reduce((sum, { bytes }) => sum + bytes.length, 0) }),
    parts: (id, parts) => count(id, { bodies: weightOf([...parts.values()].flat()) }),
    ids: () => [...sizes.keys()],
  }
}

function weightOf(parts: readonly PartState[]): number {
  return parts.reduce((sum, part) => sum + BESIDE + (part.state === 'held' ? partWeight(part) : 0), 0)
}
