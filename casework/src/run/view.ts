/** The state of a dossier that the author of a guest's entry saw when it wrote it. */
import type { Procedure } from '../language/index.ts'
import type { DossierState, Entry, Party } from './entry.ts'
import { step } from './fold.ts'
import type { FoldContext } from './judge.ts'
import { placeDossier, type SettlerOf } from './place.ts'

/**
 * The rest of a context for one dossier. `entries`: all its entries that are held, of both logs, each in
 * its order; `settlerOf`: as for `placeDossier`.
 *
 * The last view is kept: a guest that goes on writing without hearing from the keeper is folded once,
 * however many of its acts fail.
 */
export function dossierContext(
  base: Omit<FoldContext, 'viewOf' | 'entryOf'>,
  procedure: Procedure | null,
  entries: readonly Entry[],
  keeper: Party,
  settlerOf: SettlerOf,
): FoldContext {
  const byLeaf = new Map(entries.map((entry) => [entry.leaf, entry]))
  const entryOf = (leaf: string) => byLeaf.get(leaf) ?? null
  const plain: FoldContext = { ...base, entryOf, viewOf: () => null }
  let last: { seen: number; index: number; state: DossierState | null } | null = null

  function viewOf(entry: Entry): DossierState | null {
    const seen = entry.running
    const settlerThen: SettlerOf = (index) => {
      const settler = settlerOf(index)
      return settler && settler.index < seen ? settler : null
    }
    // Between two entries that had seen as much, all had.
    const further =
      last && last.seen === seen && last.index <= entry.index
        ? between(entries, keeper, last.index, entry.index)
        : null
    // An entry that its author's own knowledge settles stands before what was folded already.
    const goesOn = further?.every((one) => settlerThen(one.index) === null) ?? false
    const known = goesOn
      ? (further ?? [])
      : entries.filter((one) => one.index < (one.side === keeper ? seen : entry.index))
    const placed = placeDossier(known, keeper, settlerThen, seen)
    let state = goesOn ? (last?.state ?? null) : null
    for (const one of placed) state = step(procedure, state, one, plain).state
    last = { seen, index: entry.index, state }
    return state
  }

  return { ...plain, viewOf }
}

function between(entries: readonly Entry[], keeper: Party, from: number, to: number): Entry[] {
  return entries.filter(({ side, index }) => side !== keeper && index >= from && index < to)
}
