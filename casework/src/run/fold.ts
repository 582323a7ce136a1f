/** A dossier from its entries in their order, all at once or one at a time. */
import type { Procedure } from '../language/index.ts'
import { own } from '../language/own.ts'
import { actState, openedState, openState } from './apply.ts'
import type { DossierState, Judged, Placed, Verdict } from './entry.ts'
import { dossierOf } from './identity.ts'
import { type FoldContext, judge, termsAt } from './judge.ts'
import { otherParty } from './sides.ts'

export interface Folded {
  /** After everything, acts on their way included: what the guest's desk shows as coming. */
  state: DossierState | null
  /** After what is settled: the same on both sides, and never taken back. */
  settled: DossierState | null
  judged: Judged[]
}

/**
 * `placed`: the entries of one dossier in their order. `procedure`: what the dossier is taken for; an
 * entry under a digest of another name, or of none when it is `null`, is void as of an unknown procedure.
 */
export function fold(procedure: Procedure | null, placed: readonly Placed[], context: FoldContext): Folded {
  return foldOn(procedure, null, placed, context)
}

/** `fold`, from a state that was stored after everything before. */
export function foldOn(
  procedure: Procedure | null,
  from: DossierState | null,
  placed: readonly Placed[],
  context: FoldContext,
): Folded {
  let state = from
  let settled = from
  const judged: Judged[] = []
  for (const one of placed) {
    const stepped = step(procedure, state, one, context)
    state = stepped.state
    if (one.settler !== null) settled = state
    judged.push({ placed: one, verdict: stepped.verdict })
  }
  return { state, settled, judged }
}

/** One entry more. Pure; the state is plain data and not changed in place. */
export function step(
  procedure: Procedure | null,
  state: DossierState | null,
  placed: Placed,
  context: FoldContext,
): { state: DossierState | null; verdict: Verdict } {
  const { entry } = placed
  const keeper = placed.by === 'keeper' ? entry.side : otherParty(entry.side, context.parties)
  const named: FoldContext = {
    ...context,
    procedure: (digest) => {
      const declared = context.procedure(digest)
      return declared && declared.name === procedure?.name ? declared : null
    },
  }
  const verdict = judge(placed, state, keeper, named)
  const { header } = entry
  if (verdict.kind !== 'effective' || !header) return { state, verdict }
  if (header.kind === 'opened') return { state: state && openedState(state, placed), verdict }
  if (!('procedure' in header)) return { state, verdict }
  const declared = named.procedure(header.procedure)
  const act = declared ? own(declared.acts, header.act) : undefined
  if (!declared || !act) return { state, verdict }
  const terms = termsAt(declared, state, placed.cut, keeper, named)
  if (header.kind === 'open') {
    const id = dossierOf(entry, context.relation, named.procedure) ?? entry.leaf
    return { state: openState(declared, act, header, placed, id, terms, context.parties), verdict }
  }
  if (!state) return { state, verdict }
  return { state: actState(declared, act, header, placed, state, terms, context.parties), verdict }
}
