import { isSettledWithin, lengthsOf } from './cut.ts'
import type { Cut, DossierState, Party, Placed } from './entry.ts'
import { step } from './fold.ts'
import type { FoldContext } from './judge.ts'

/**
 * Reads one dossier through cuts. Each of its entries is folded once, when a cut first reaches it; a reading
 * is then a binary search. `placed`: its entries in their order; what is on its way does not count.
 * `keeper`: its keeper. `read`: what a reading gives of a state, `null` before the dossier is opened.
 * The cut that the reading is given is one of a dossier kept by `asking`.
 */
export function cutReader<T>(
  placed: readonly Placed[],
  keeper: Party,
  base: Omit<FoldContext, 'viewOf' | 'entryOf'>,
  read: (state: DossierState | null) => T,
): (cut: Cut, asking: Party) => T {
  const settled = placed.filter(({ settler }) => settler !== null)
  const context: FoldContext = { ...base, viewOf: () => null, entryOf: () => null }
  const guestReach: number[] = []
  for (const one of settled)
    guestReach.push(Math.max(guestReach.at(-1) ?? 0, one.by === 'guest' ? one.entry.index + 1 : 0))
  const nothing = { state: null, read: read(null) }
  const folded: { state: DossierState | null; read: T }[] = [nothing]

  function after(count: number): T {
    while (folded.length <= count) {
      const before = folded[folded.length - 1] ?? nothing
      const state = next(before.state, settled[folded.length - 1] as Placed, context)
      folded.push(state === before.state ? before : { state, read: read(state) })
    }
    return (folded[count] ?? nothing).read
  }

  return (cut, asking) => {
    const lengths = lengthsOf(cut, asking, base.parties)
    const count = firstBeyond(settled, lengths[keeper] ?? 0)
    const guest = lengths[base.parties[0] === keeper ? base.parties[1] : base.parties[0]] ?? 0
    if ((guestReach[count - 1] ?? 0) <= guest) return after(count)
    // Only logs that contradict each other get here: then what is within is no beginning of the order.
    const within = settled.filter((one) => isSettledWithin(one, keeper, lengths))
    return read(within.reduce<DossierState | null>((state, one) => next(state, one, context), null))
  }
}

function next(state: DossierState | null, placed: Placed, context: FoldContext): DossierState | null {
  const { header } = placed.entry
  const procedure = header && 'procedure' in header ? context.procedure(header.procedure) : null
  return procedure ? step(procedure, state, placed, context).state : state
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
