import { cutReader, newReadings, type Readings } from './cut-reader.ts'
import type { Cut, DossierState, Party, Placed, Terms } from './entry.ts'
import type { FoldContext } from './judge.ts'
import { NO_TERMS, termsOf } from './terms.ts'

type Base = Pick<FoldContext, 'parties' | 'relation' | 'procedure'>

/**
 * Reads the relation's own dossier through cuts. `placed`: its entries in their order; what is on its way
 * does not count. `keeper`: its keeper.
 */
export function termsReader(
  placed: readonly Placed[],
  keeper: Party,
  base: Base,
): (cut: Cut, keeper: Party) => Terms {
  return cutReader(placed, keeper, contextOf(base), readerIn(base))
}

/** The same an entry at a time, from what was read before: nothing is kept of the entries but what they made of the terms. */
export function termsReadings(
  base: Base,
  before?: Readings<Terms>,
): { add(placed: Placed): void; readings: Readings<Terms> } {
  return newReadings(contextOf(base), readerIn(base), before)
}

function contextOf(base: Base) {
  return { ...base, terms: () => NO_TERMS, inForce: () => false, carriedOut: () => false }
}

function readerIn(base: Base): (state: DossierState | null, before: Terms | null) => Terms {
  return (state, before) => {
    const procedure = state ? base.procedure(state.digest) : null
    const terms = state && procedure ? termsOf(procedure, state) : NO_TERMS
    return before ? sharing(before, terms) : terms
  }
}

/** What most acts leave as it was is there once. */
function sharing(before: Terms, now: Terms): Terms {
  const same = <T>(one: T, other: T) => (JSON.stringify(one) === JSON.stringify(other) ? one : other)
  const terms: Terms = {
    parameters: same(before.parameters, now.parameters),
    offsets: same(before.offsets, now.offsets),
    holidays: same(before.holidays, now.holidays),
    digests: same(before.digests, now.digests),
  }
  const names = ['parameters', 'offsets', 'holidays', 'digests'] as const
  return names.every((name) => terms[name] === before[name]) ? before : terms
}
