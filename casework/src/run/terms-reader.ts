import { cutReader } from './cut-reader.ts'
import type { Cut, Party, Placed, Terms } from './entry.ts'
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
  const context = { ...base, terms: () => NO_TERMS, inForce: () => false }
  return cutReader(placed, keeper, context, (state) => {
    const procedure = state ? base.procedure(state.digest) : null
    return state && procedure ? termsOf(procedure, state) : NO_TERMS
  })
}
