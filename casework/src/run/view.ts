/** The state of a dossier that the author of a guest's entry saw when it wrote it. */
import type { Procedure } from '../language/index.ts'
import type { Cut, DossierState, Entry, Party } from './entry.ts'
import { step } from './fold.ts'
import { instrumentsNamed } from './instruments-named.ts'
import type { FoldContext } from './judge.ts'
import { placeDossier, type SettlerOf } from './place.ts'

/**
 * The rest of a context for one dossier. `entries`: all its entries that are held, of both logs, each in
 * its order; `settlerOf`: as for `placeDossier`.
 *
 * The last view is kept, and the next goes on from it where the author had heard of nothing between that matters here: a guest
 * that goes on writing is folded once, however many of its acts fail, and whatever it had seen meanwhile of other dossiers.
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
  const isSame = outsideReader(base, procedure, entries, keeper)
  let last: { seen: number; index: number; state: DossierState | null } | null = null

  /** Whether all that `before` had folded stands for who has seen up to `seen` as it stood then. */
  function isFurther(before: { seen: number; index: number }, seen: number, index: number): boolean {
    if (before.seen > seen || before.index > index) return false
    let first = index
    const stands = entries.every((one) => {
      if (one.side === keeper) return one.index < before.seen || one.index >= seen
      if (one.index >= index) return true
      const settler = settlerOf(one.index)?.index ?? seen
      if (settler >= seen) first = Math.min(first, one.index)
      // What was not folded yet would stand before what was, where its author's own knowledge settles it.
      return settler >= seen || (settler < before.seen && one.index < before.index)
    })
    return (
      stands &&
      (before.seen === seen || isSame({ keeper: before.seen, guest: first }, { keeper: seen, guest: index }))
    )
  }

  function viewOf(entry: Entry): DossierState | null {
    const { running: seen, index } = entry
    const settlerThen: SettlerOf = (guestIndex) => {
      const settler = settlerOf(guestIndex)
      return settler && settler.index < seen ? settler : null
    }
    const from = last && isFurther(last, seen, index) ? last : null
    const known = entries.filter((one) =>
      one.side === keeper
        ? from === null && one.index < seen
        : one.index < index && (from === null || one.index >= from.index),
    )
    let state = from?.state ?? null
    for (const one of placeDossier(known, keeper, settlerThen, seen))
      state = step(procedure, state, one, plain).state
    last = { seen, index, state }
    return state
  }

  return { ...plain, viewOf }
}

/** Whether what its acts read outside the dossier is through every cut between two what it is through the lesser. */
function outsideReader(
  base: Omit<FoldContext, 'viewOf' | 'entryOf'>,
  procedure: Procedure | null,
  entries: readonly Entry[],
  keeper: Party,
): (lesser: Cut, greater: Cut) => boolean {
  const instruments = procedure
    ? instrumentsNamed(
        procedure,
        entries.map(({ kept }) => kept),
      )
    : []
  return (lesser, greater) =>
    base.terms(lesser, keeper) === base.terms(greater, keeper) &&
    instruments.every((one) => base.isUnchanged?.(one, lesser, greater, keeper) ?? false)
}
