/** Whether an instrument binds: read from its own dossier, through the cut of the act that rests on it. */
import type { Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { cutReader } from './cut-reader.ts'
import type { Cut, DossierState, Party, Placed } from './entry.ts'
import type { FoldContext } from './judge.ts'

/** Whether a dossier is an instrument, and in a state in which what it says binds. */
export function binds(procedure: Procedure | null, state: Pick<DossierState, 'state'> | null): boolean {
  if (!state || procedure?.plays?.as !== 'instrument') return false
  return (own(procedure.plays.slots, 'binding-states') ?? '').split(' ').includes(state.state)
}

/**
 * The `inForce` of a fold. `held`: the entries of a dossier in their order with its keeper, `null` where
 * nothing is held under the id. Where an instrument rests on another one, that is read through the cut of
 * its own act, which is always a smaller one.
 */
export function inForceReader(
  held: (dossier: string) => { placed: readonly Placed[]; keeper: Party } | null,
  base: Pick<FoldContext, 'parties' | 'relation' | 'procedure' | 'terms'>,
): FoldContext['inForce'] {
  const readers = new Map<string, (cut: Cut, asking: Party) => boolean>()
  const reading = new Set<string>()

  function readerOf(dossier: string): (cut: Cut, asking: Party) => boolean {
    const known = readers.get(dossier)
    if (known) return known
    const found = held(dossier)
    const reader = found
      ? cutReader(found.placed, found.keeper, { ...base, inForce }, (state) =>
          binds(state && base.procedure(state.digest), state),
        )
      : () => false
    readers.set(dossier, reader)
    return reader
  }

  function inForce(dossier: string, cut: Cut, asking: Party): boolean {
    // Only logs that contradict each other send a reading round and round.
    const place = `${dossier} ${asking} ${cut.keeper} ${cut.guest}`
    if (reading.has(place)) return false
    reading.add(place)
    try {
      return readerOf(dossier)(cut, asking)
    } finally {
      reading.delete(place)
    }
  }

  return inForce
}
