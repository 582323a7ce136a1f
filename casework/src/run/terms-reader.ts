import { isSettledWithin, lengthsOf } from './cut.ts'
import type { Cut, DossierState, Party, Placed, Terms } from './entry.ts'
import { step } from './fold.ts'
import type { FoldContext } from './judge.ts'
import { NO_TERMS, termsOf } from './terms.ts'

type Base = Pick<FoldContext, 'parties' | 'relation' | 'procedure'>

/**
 * Reads the relation's own dossier through cuts. Each of its entries is folded once, when a cut first
 * reaches it; a reading is then a binary search. `placed`: its entries in their order; what is on its
 * way does not count. `keeper`: its keeper.
 */
export function termsReader(
  placed: readonly Placed[],
  keeper: Party,
  base: Base,
): (cut: Cut, keeper: Party) => Terms {
  const settled = placed.filter(({ settler }) => settler !== null)
  const context: FoldContext = {
    ...base,
    terms: () => NO_TERMS,
    viewOf: () => null,
    entryOf: () => null,
    inForce: () => false,
  }
  const guestReach: number[] = []
  for (const one of settled)
    guestReach.push(Math.max(guestReach.at(-1) ?? 0, one.by === 'guest' ? one.entry.index + 1 : 0))
  const folded: { state: DossierState | null; terms: Terms }[] = [{ state: null, terms: NO_TERMS }]

  function after(count: number): Terms {
    while (folded.length <= count) {
      const before = folded[folded.length - 1] ?? { state: null, terms: NO_TERMS }
      const state = next(before.state, settled[folded.length - 1] as Placed, context)
      folded.push(state === before.state ? before : { state, terms: read(state, context) })
    }
    return folded[count]?.terms ?? NO_TERMS
  }

  return (cut, asking) => {
    const lengths = lengthsOf(cut, asking, base.parties)
    const count = firstBeyond(settled, lengths[keeper] ?? 0)
    const guest = lengths[base.parties[0] === keeper ? base.parties[1] : base.parties[0]] ?? 0
    if ((guestReach[count - 1] ?? 0) <= guest) return after(count)
    // Only logs that contradict each other get here: then what is within is no beginning of the order.
    const within = settled.filter((one) => isSettledWithin(one, keeper, lengths))
    return read(
      within.reduce<DossierState | null>((state, one) => next(state, one, context), null),
      context,
    )
  }
}

function next(state: DossierState | null, placed: Placed, context: FoldContext): DossierState | null {
  const { header } = placed.entry
  const procedure = header && 'procedure' in header ? context.procedure(header.procedure) : null
  return procedure ? step(procedure, state, placed, context).state : state
}

function read(state: DossierState | null, context: FoldContext): Terms {
  const procedure = state ? context.procedure(state.digest) : null
  return state && procedure ? termsOf(procedure, state) : NO_TERMS
}

function firstBeyond(settled: readonly Placed[], length: number): number {
  let low = 0
  let high = settled.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((settled[middle]?.settler ?? 0) >= length) high = middle
    else low = middle + 1
  }
  return low
}
