/** What an act may ask of another dossier: whether an instrument binds, whether something was carried out; read through the act's cut. */
import type { Header } from '@counterpart/protocol'
import type { CarriedOut, Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { cutReader } from './cut-reader.ts'
import type { Cut, DossierState, Party, Placed } from './entry.ts'
import { restsOnInstruments } from './instruments-named.ts'
import { isRecord } from './is-record.ts'
import type { FoldContext } from './judge.ts'

/** Whether a dossier is an instrument, and in a state in which what it says binds. */
export function binds(procedure: Procedure | null, state: Pick<DossierState, 'state'> | null): boolean {
  if (!state || procedure?.plays?.as !== 'instrument') return false
  return (own(procedure.plays.slots, 'binding-states') ?? '').split(' ').includes(state.state)
}

/** Whether a dossier is what a condition asks for, opened from the dossier that asks. */
export function isCarriedOut(
  { by: _, procedure: name, states, counts, opener }: CarriedOut,
  asking: Pick<DossierState, 'id' | 'opener'>,
  procedure: Procedure | null,
  state: Pick<DossierState, 'opener' | 'state' | 'kept'> | null,
): boolean {
  if (!state || procedure?.name !== name || !states.includes(state.state)) return false
  const filed = own(state.kept, 'under')
  const isUnder =
    Array.isArray(filed) && filed.some((one) => isRecord(one) && own(one, 'dossier') === asking.id)
  const isOpener = opener === undefined || (opener === 'opener') === (state.opener === asking.opener)
  return isUnder && isOpener && (counts === undefined || Number(own(state.kept, counts) ?? 0) > 0)
}

/**
 * Whether an entry opens a dossier that acts elsewhere may rest on: one that itself rests on no other, or whoever chains
 * dossiers would have each of them read for the next. `asked`: the procedures of which one is looked for, if not an instrument.
 */
export function opensGround(
  header: Header | null,
  procedure: (digest: string) => Procedure | null,
  asked?: ReadonlySet<string>,
): boolean {
  const declared = header?.kind === 'open' ? procedure(header.procedure) : null
  if (!declared || declared.once) return false
  // An instrument that its declaration lets ask about another is told that it is not in force.
  if (declared.plays?.as === 'instrument') return true
  return !restsOnInstruments(declared) && (asked?.has(declared.name) ?? true)
}

interface Read {
  procedure: Procedure | null
  state: Pick<DossierState, 'opener' | 'state' | 'kept'> | null
}
const NOTHING: Read = { procedure: null, state: null }

/**
 * What a fold asks about other dossiers. `held`: the entries of a dossier in their order with its keeper, `null` where
 * nothing is held under the id. What is asked about rests on no other (CUT-7, CUT-8): of a chain of dossiers that each
 * name the one before, however long, one is read. `contradicted`: as for `cutReader`.
 */
export function inForceReader(
  held: (dossier: string) => { placed: readonly Placed[]; keeper: Party } | null,
  base: Pick<FoldContext, 'parties' | 'relation' | 'procedure' | 'terms'>,
  contradicted?: () => void,
): Required<Pick<FoldContext, 'inForce' | 'carriedOut' | 'isUnchanged'>> {
  const readers = new Map<string, (cut: Cut, asking: Party) => Read>()
  const context = { ...base, inForce: () => false, carriedOut: () => false }

  /** No more of each state than is asked for: one is held for every place in a dossier. */
  function readIn(of: DossierState | null, before: Read | null): Read {
    if (of === null) return NOTHING
    const { opener, state, kept } = of
    if (before?.state?.state === state && before.state.kept === kept) return before
    return { procedure: base.procedure(of.digest), state: { opener, state, kept } }
  }

  function readerOf(dossier: string): (cut: Cut, asking: Party) => Read {
    const known = readers.get(dossier)
    if (known) return known
    const found = held(dossier)
    const isGround = found?.placed.some(({ entry }) => opensGround(entry.header, base.procedure))
    const reader =
      found && isGround ? cutReader(found.placed, found.keeper, context, readIn, contradicted) : () => NOTHING
    readers.set(dossier, reader)
    return reader
  }

  return {
    inForce(dossier, cut, asking) {
      const { procedure, state } = readerOf(dossier)(cut, asking)
      return binds(procedure, state)
    },
    carriedOut(dossier, asked, from, cut, asking) {
      const { procedure, state } = readerOf(dossier)(cut, asking)
      return isCarriedOut(asked, from, procedure, state)
    },
    // Each state is read once: what is the same at both ends was no other between.
    isUnchanged: (dossier, lesser, greater, asking) =>
      readerOf(dossier)(lesser, asking) === readerOf(dossier)(greater, asking),
  }
}
