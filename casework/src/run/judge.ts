/** The verdict on an entry at its place, and who could have known it. */
import type { Header, HeldHeader, Hex } from '@counterpart/protocol'
import type { CarriedOut, Procedure } from '../language/index.ts'
import { decide, type Outside, type Proposed } from './decide.ts'
import type { Cut, DossierState, Entry, Party, Placed, Terms, Verdict } from './entry.ts'
import { isOfNoDossier } from './identity.ts'
import { isOfficeOf } from './office.ts'
import { isOfRetention, judgeRetention } from './retention.ts'
import type { Parties } from './sides.ts'
import { termsOf } from './terms.ts'

/** What a fold reads beside the entries themselves. Everything in it follows from the logs and declarations. */
export interface FoldContext {
  /** Sorted codes. */
  parties: Parties
  relation: string
  /** The relation's own dossier through a cut of a dossier with this keeper. */
  terms: (cut: Cut, keeper: Party) => Terms
  /** The declaration with a digest; `null` when this engine never shipped it. */
  procedure: (digest: Hex) => Procedure | null
  /**
   * The state of the dossier in which the author of a guest's entry wrote it: its own log up to the
   * entry, acts on their way included, and the keeper's as far as it had seen it. Asked for failed acts only.
   */
  viewOf: (entry: Entry) => DossierState | null
  /** Whether the instrument with an id is in force for an act with this cut, in a dossier with this keeper. */
  inForce: (dossier: string, cut: Cut, keeper: Party) => boolean
  /** Whether the dossier with an id was opened under this one (`under`) and is carried out, for such an act. */
  carriedOut: (
    dossier: string,
    asked: CarriedOut,
    from: Pick<DossierState, 'id' | 'opener'>,
    cut: Cut,
    keeper: Party,
  ) => boolean
  /** Whether an instrument stands throughout as it stands at the lesser of two cuts; unknown where it is not given. */
  isUnchanged?: (dossier: string, lesser: Cut, greater: Cut, keeper: Party) => boolean
  /** An entry of the same dossier by its leaf. */
  entryOf: (leaf: Hex) => Pick<Entry, 'side' | 'index' | 'header'> | null
}

/** `keeper`: of the dossier. `state`: of the dossier before the entry. */
export function judge(
  placed: Placed,
  state: DossierState | null,
  keeper: Party,
  context: FoldContext,
): Verdict {
  const { entry } = placed
  if (!entry.header) return { kind: 'void', code: 'malformed' }
  if (isBeside(entry.header) && !isOfficeOf(entry.side, entry.header.office))
    return { kind: 'void', code: 'wrong-office' }
  if (entry.header.kind === 'opened') return judgeOpened(entry, entry.header.on, context)
  if (entry.header.kind === 'held') return judgeHeld(entry, entry.header, context)
  if (isOfRetention(entry.header)) return judgeRetention(entry, entry.header, state, context.entryOf)
  const verdict = verdictIn(state, entry, placed.cut, keeper, context)
  // What the keeper sees is the place itself, so its own failing act was never possible.
  if (verdict.kind !== 'void' || placed.by === 'keeper') return verdict
  const seen = { keeper: entry.running, guest: entry.index }
  const then = verdictIn(context.viewOf(entry), entry, seen, keeper, context)
  return then.kind === 'effective' ? { kind: 'overtaken', code: verdict.code } : verdict
}

/** What an office says beside the acts: no declaration is asked about it. */
function isBeside(
  header: Header,
): header is Extract<Header, { kind: 'opened' | 'stay' | 'recall' | 'noted' }> {
  return header.kind === 'opened' || isOfRetention(header)
}

/** The verdict on an entry that is in no dossier anybody knows; `null` for those that are meant for none. */
export function judgeStray(entry: Entry): Verdict | null {
  if (!entry.header) return { kind: 'void', code: 'malformed' }
  return isOfNoDossier(entry.header) ? null : { kind: 'void', code: 'unknown-dossier' }
}

/** An entry shows nothing to an office that its author's log had not received. */
function judgeOpened(entry: Entry, on: Hex, context: FoldContext): Verdict {
  const shown = context.entryOf(on)
  if (shown && shown.side !== entry.side && shown.index < entry.running) return { kind: 'effective' }
  return { kind: 'void', code: 'on-missing' }
}

/** Nobody holds files of an entry that it had not received, or that commits to others. */
function judgeHeld(entry: Entry, { on, files }: HeldHeader, context: FoldContext): Verdict {
  const named = context.entryOf(on)
  const theirs = named && named.side !== entry.side && named.index < entry.running ? named.header : null
  const given = theirs && (theirs.kind === 'open' || theirs.kind === 'act') ? (theirs.files ?? []) : []
  const isOf = files.every(({ digest, size }) =>
    given.some((one) => one.digest === digest && one.size === size),
  )
  return isOf ? { kind: 'effective' } : { kind: 'void', code: 'on-missing' }
}

function verdictIn(
  state: DossierState | null,
  entry: Entry,
  cut: Cut,
  keeper: Party,
  context: FoldContext,
): Verdict {
  const { header, side, kept, parts } = entry
  if (!header) return { kind: 'void', code: 'malformed' }
  const proposed: Proposed = { by: side, header, kept, parts }
  const procedure = 'procedure' in header ? context.procedure(header.procedure) : null
  const terms = termsAt(procedure, state, cut, keeper, context)
  // An instrument rests on no other, or whoever chains dossiers would have each of them read for the next.
  const asks = procedure?.plays?.as !== 'instrument'
  const outside: Outside = {
    inForce: (dossier) => asks && context.inForce(dossier, cut, keeper),
    carriedOut: (dossier, asked) =>
      asks && state !== null && context.carriedOut(dossier, asked, state, cut, keeper),
  }
  return decide(procedure, state, proposed, terms, context.parties, outside)
}

/** The relation's own dossier reads itself where it stands; every other reads it through the cut. */
export function termsAt(
  procedure: Procedure | null,
  state: DossierState | null,
  cut: Cut,
  keeper: Party,
  context: FoldContext,
): Terms {
  if (procedure?.plays?.as === 'relation' && state) return termsOf(procedure, state)
  return context.terms(cut, keeper)
}
