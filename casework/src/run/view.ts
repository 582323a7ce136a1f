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
  const ofKeeper = entries.filter(({ side }) => side === keeper)
  const ofGuest = entries.filter(({ side }) => side !== keeper)
  let last: { seen: number; index: number; state: DossierState | null } | null = null

  /** Whether all that `before` had folded stands for who has seen up to `seen` as it stood then. */
  function isFurther(before: { seen: number; index: number }, seen: number, index: number): boolean {
    if (before.seen > seen || before.index > index) return false
    if (placeOf(ofKeeper, before.seen) !== placeOf(ofKeeper, seen)) return false
    let first = index
    for (let at = 0, end = placeOf(ofGuest, index); at < end; at++) {
      const guest = ofGuest[at]?.index ?? index
      const settler = settlerOf(guest)?.index ?? seen
      // What was not folded yet would stand before what was, where its author's own knowledge settles it.
      if (settler < seen && (settler >= before.seen || guest >= before.index)) return false
      if (settler >= seen) first = Math.min(first, guest)
    }
    return (
      before.seen === seen || isSame({ keeper: before.seen, guest: first }, { keeper: seen, guest: index })
    )
  }

  function viewOf(entry: Entry): DossierState | null {
    const { running: seen, index } = entry
    const settlerThen: SettlerOf = (guestIndex) => {
      const settler = settlerOf(guestIndex)
      return settler && settler.index < seen ? settler : null
    }
    const from = last && isFurther(last, seen, index) ? last : null
    const known = ofGuest.slice(from ? placeOf(ofGuest, from.index) : 0, placeOf(ofGuest, index))
    const heard = from ? [] : ofKeeper.slice(0, placeOf(ofKeeper, seen))
    let state = from?.state ?? null
    for (const one of placeDossier([...heard, ...known], keeper, settlerThen, seen))
      state = step(procedure, state, one, plain).state
    last = { seen, index, state }
    return state
  }

  return { ...plain, viewOf }
}

/** How many of one side's entries, in their order, stand before this index of its log. */
function placeOf(entries: readonly Entry[], index: number): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.index ?? index) < index) low = middle + 1
    else high = middle
  }
  return low
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
