/** Whether an instrument binds: read from its own dossier, through the cut of the act that rests on it. */
import type { Header } from '@counterpart/protocol'
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

/** Whether an entry opens an instrument: the only dossiers that are read for whoever asks what is in force. */
export function opensInstrument(
  header: Header | null,
  procedure: (digest: string) => Procedure | null,
): boolean {
  return header?.kind === 'open' && procedure(header.procedure)?.plays?.as === 'instrument'
}

type Read = { binds: boolean }
const NOT_IN_FORCE: Read = { binds: false }

/**
 * What a fold asks about instruments. `held`: the entries of a dossier in their order with its keeper, `null` where
 * nothing is held under the id. An instrument rests on no other (CUT-7): of a chain of dossiers that each name the one
 * before, however long, one is read. `contradicted`: as for `cutReader`.
 */
export function inForceReader(
  held: (dossier: string) => { placed: readonly Placed[]; keeper: Party } | null,
  base: Pick<FoldContext, 'parties' | 'relation' | 'procedure' | 'terms'>,
  contradicted?: () => void,
): Required<Pick<FoldContext, 'inForce' | 'isUnchanged'>> {
  const readers = new Map<string, (cut: Cut, asking: Party) => Read>()
  const context = { ...base, inForce: () => false }

  function readerOf(dossier: string): (cut: Cut, asking: Party) => Read {
    const known = readers.get(dossier)
    if (known) return known
    const found = held(dossier)
    const isInstrument = found?.placed.some(({ entry }) => opensInstrument(entry.header, base.procedure))
    const reader =
      found && isInstrument
        ? cutReader(
            found.placed,
            found.keeper,
            context,
            (state) => ({ binds: binds(state && base.procedure(state.digest), state) }),
            contradicted,
          )
        : () => NOT_IN_FORCE
    readers.set(dossier, reader)
    return reader
  }

  return {
    inForce: (dossier, cut, asking) => readerOf(dossier)(cut, asking).binds,
    // Each state is read once: what is the same at both ends was no other between.
    isUnchanged: (dossier, lesser, greater, asking) =>
      readerOf(dossier)(lesser, asking) === readerOf(dossier)(greater, asking),
  }
}
