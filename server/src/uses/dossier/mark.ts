/** What a mark says of the batch it settles, and whether it says what we compute. */
import {
  type DossierState,
  isOfNoDossier,
  type Judged,
  judgeStray,
  type MarkBody,
  markBody,
  markDifferences,
  type Party,
  readMark,
} from '@counterpart/casework'
import { base64, fromHex, type Hex } from '@counterpart/protocol'
import type { CheckpointRow, EntryRow, Reader } from '../../store/store.ts'
import { allOf } from '../all-of.ts'
import { markedRoot } from '../log/chain.ts'
import { entryOf } from '../log/entry.ts'
import { otherThan, type Relation } from '../relation.ts'
import type { Folding, Held } from './folding.ts'

type PartsOf = Awaited<ReturnType<Reader['parts']>>

/** Entries of the guest's log that one mark settles, with the dossiers its author keeps among them. */
export interface SettledBatch {
  body: Omit<MarkBody, 'root'>
  dossiers: Hex[]
}

/** Of a mark whose entries were all settled before it: it has nothing to say but the root. */
export const SETTLED_BEFORE: SettledBatch = { body: markBody([], []), dossiers: [] }

/**
 * Folds up to the mark at `index` of `author`'s log and says what became of `rows`, the other side's
 * entries that it settles. Those in dossiers that the other side keeps are settled by its own log.
 */
export async function settleBatch(
  folding: Folding,
  rows: readonly EntryRow[],
  author: Party,
  index: number,
): Promise<SettledBatch> {
  await folding.load(rows.flatMap(({ dossier }) => dossier ?? []))
  const judged: Pick<Judged, 'placed' | 'verdict'>[] = []
  const states = new Map<Hex, DossierState>()
  const dossiers = new Set<Hex>()
  const touched: { row: EntryRow; held: Held }[] = []
  for (const row of rows) {
    if (row.kind !== 'malformed' && isOfNoDossier(row)) continue
    // The mark states no verdict for these kinds, but settles them too: their dossier is loaded and folded on.
    if (row.kind !== 'open' && row.kind !== 'act' && row.kind !== 'malformed') {
      if (row.dossier !== null) await folding.dossier(row.dossier)
      continue
    }
    const held = row.dossier === null ? null : await folding.dossier(row.dossier)
    // A copy of the other side's entry has its leaf, and no place of its own.
    if (held?.known.get(row.leaf)?.side !== row.side) {
      const verdict = judgeStray(entryOf(row, []))
      if (verdict) judged.push(unplaced(row, verdict))
      continue
    }
    if (held && !held.procedure) judged.push(unplaced(row, withoutDeclaration(row)))
    else if (held?.keeper === author) touched.push({ row, held })
  }
  for (const { row, held } of touched) {
    await folding.settle(held, index)
    dossiers.add(held.id)
    if (held.settled) states.set(held.id, held.settled)
    const one = held.judged.get(row.leaf)
    if (one) judged.push(one)
  }
  return { body: markBody(judged, [...states.values()]), dossiers: [...dossiers] }
}

/** The verdict in a dossier whose declaration is not known: it has no keeper, and the verdict needs no place. */
function withoutDeclaration(row: EntryRow): Judged['verdict'] {
  return { kind: 'void', code: row.kind === 'open' ? 'unknown-procedure' : 'unknown-dossier' }
}

function unplaced(row: EntryRow, verdict: Judged['verdict']): Judged {
  const entry = entryOf(row, [])
  return { placed: { entry, by: 'guest', settler: null, time: null, cut: { keeper: 0, guest: 0 } }, verdict }
}

/** What we compute where a mark states something else. */
export interface Contradiction {
  computed: MarkBody
  /** The root that it names, where that is another, or that it names none (MARK-6). */
  root: { stated: Hex | null } | null
}

/** `null` where the mark states what we compute. `batch`: what it settles; `null` where that cannot be read: its root alone counts. */
export async function contradictionOf(
  relation: Relation,
  mark: EntryRow,
  batch: SettledBatch | null,
  reader: Reader,
): Promise<Contradiction | null> {
  const settled = otherThan(relation, mark.side)
  const [parts, head] = await allOf<[PartsOf, CheckpointRow | null]>([
    reader.parts([mark.leaf]),
    reader.checkpointFrom(settled, mark.running),
  ])
  const stated = readMark(entryOf(mark, parts.get(mark.leaf) ?? []).kept)
  // A damaged disk must accuse nobody: the stated root counts where a signed head has it, and our own tree counts otherwise.
  const isSigned = stated !== null && head?.size === mark.running && isOver(head, stated.root)
  const root = isSigned ? stated.root : await markedRoot(reader, relation, settled, mark.running)
  const computed = { ...(batch?.body ?? stated ?? markBody([], [])), root }
  if (stated === null) return { computed, root: { stated: null } }
  const differences = markDifferences(stated, computed)
  if (differences.length === 0) return null
  return { computed, root: differences.find(({ of }) => of === 'root') ?? null }
}

function isOver({ note }: CheckpointRow, root: Hex): boolean {
  return note.split('\n', 3)[2] === base64(fromHex(root))
}
