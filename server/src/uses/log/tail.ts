/**
 * The entries that this run appended to our log last. They are mostly what is sent next, and then need not be read from
 * the disk. A log only grows, so they are its end as long as both end at the same place. Entries that the other side
 * has are left out: their parts may have been destroyed since.
 */
import { comparePartNames, weightOf } from '../../store/continues.ts'
import type { CheckpointRow, EntryRow, Heads, PartRow, PartState, Reader } from '../../store/store.ts'
import type { Relation } from '../relation.ts'

export interface Appended {
  rows: readonly EntryRow[]
  parts: readonly PartRow[]
  checkpoint: CheckpointRow
}

export interface Tail {
  from: number
  entries: readonly { row: EntryRow; weight: number; parts: PartState[] }[]
  checkpoints: readonly CheckpointRow[]
}

const MOST_ENTRIES = 512
const MOST_BYTES = 1024 * 1024

/** Once they are on disk. */
export function keepTail(relation: Relation, { rows, parts, checkpoint }: Appended): void {
  const [first] = rows
  if (!first) return
  relation.grown = Math.max(relation.grown, first.index + rows.length)
  const before = relation.tail
  const goesOn = before !== null && before.from + before.entries.length === first.index
  const given = Map.groupBy(parts, ({ leaf }) => leaf)
  const fresh = rows.map((row) => {
    const own = given.get(row.leaf) ?? []
    const held = own.map(({ name, salt, bytes }): PartState => ({ name, state: 'held', salt, bytes }))
    return { row, weight: weightOf(row, own), parts: held.sort(comparePartNames) }
  })
  // A new value, never a change in place: a message that is being made goes on with the old one.
  relation.tail = bounded(
    goesOn
      ? {
          from: before.from,
          entries: [...before.entries, ...fresh],
          checkpoints: [...before.checkpoints, checkpoint],
        }
      : { from: first.index, entries: fresh, checkpoints: [checkpoint] },
  )
}

/** Drops the oldest where there is too much. */
function bounded(tail: Tail): Tail | null {
  let bytes = tail.entries.reduce((sum, { weight }) => sum + weight, 0)
  let dropped = Math.max(0, tail.entries.length - MOST_ENTRIES)
  for (const { weight } of tail.entries.slice(0, dropped)) bytes -= weight
  while (bytes > MOST_BYTES && dropped < tail.entries.length) bytes -= tail.entries[dropped++]?.weight ?? 0
  if (dropped === tail.entries.length) return null
  if (dropped === 0) return tail
  const from = tail.from + dropped
  return {
    from,
    entries: tail.entries.slice(dropped),
    checkpoints: tail.checkpoints.filter(({ size }) => size > from),
  }
}

/** What a message and the folds of its dossiers are made from. */
export type LogReader = Pick<
  Reader,
  | 'entries'
  | 'parts'
  | 'checkpointFrom'
  | 'deletions'
  | 'placesByLeaf'
  | 'dossierEntries'
  | 'dossier'
  | 'entryByLeaf'
  | 'judged'
  | 'atOnce'
>

/** `heads` and `receipted`, the size of our log that the other side has, are read by `reader`. */
export function readTail(relation: Relation, reader: Reader, heads: Heads, receipted: number): LogReader {
  const { tail, ours } = relation
  const rest: LogReader = {
    entries: (...asked) => reader.entries(...asked),
    parts: (leaves) => reader.parts(leaves),
    checkpointFrom: (...asked) => reader.checkpointFrom(...asked),
    deletions: (leaves) => reader.deletions(leaves),
    placesByLeaf: (leaves) => reader.placesByLeaf(leaves),
    dossierEntries: (dossier) => reader.dossierEntries(dossier),
    dossier: (id) => reader.dossier(id),
    entryByLeaf: (leaf) => reader.entryByLeaf(leaf),
    judged: (leaves) => reader.judged(leaves),
    atOnce: () => reader.atOnce(),
  }
  if (tail === null || tail.from + tail.entries.length !== heads.ours.size) return rest
  const first = Math.max(tail.from, receipted)
  const waiting = tail.entries.slice(first - tail.from)
  const known = new Map(waiting.map(({ row, parts }) => [row.leaf, parts]))
  const isHere = (side: string, from: number) => side === ours && from >= first
  return {
    ...rest,
    async entries(side, from, most) {
      if (!isHere(side, from)) return reader.entries(side, from, most)
      let bytes = 0
      const found: EntryRow[] = []
      for (const { row, weight } of tail.entries.slice(from - tail.from, from - tail.from + most.entries)) {
        bytes += weight
        if (found.length > 0 && bytes > most.bytes) break
        found.push(row)
      }
      return found
    },
    async parts(leaves) {
      const all = leaves.map((leaf) => [leaf, known.get(leaf)] as const)
      return all.every((one): one is [string, PartState[]] => one[1] !== undefined)
        ? new Map(all)
        : reader.parts(leaves)
    },
    async checkpointFrom(side, size, cosigned) {
      if (cosigned || !isHere(side, size - 1)) return reader.checkpointFrom(side, size, cosigned)
      return tail.checkpoints.find((row) => row.size >= size) ?? null
    },
  }
}
