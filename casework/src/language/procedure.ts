/**
 * A procedure is a declaration: plain data from which schemas, routes, forms, permissions, clocks,
 * texts to translate, the timeline and the handbook follow. No code outside `procedures/` and
 * `record/` knows a procedure, a state or an act by name.
 */
import type { CommonAct } from './common-acts.ts'
import type { Condition } from './condition.ts'
import type { Field } from './field.ts'
import type { CheckAct, Gate, GateName } from './gates.ts'
import type { Duration, Level, Plays, Role, Side } from './vocabulary.ts'

export interface Part {
  /** Whether it identifies a person. */
  personal: boolean
  /** How long after the dossier closed, before both sides destroy it. */
  keep: Duration
}

/** A clock that both sides see. It runs on while the dossier moves between states that name it. */
export interface Deadline<F extends string = string> {
  /** Which side has to act before it ends. */
  owes: Side
  /** `working` reads the holidays of the side that owes; `hours` are absolute. */
  counts: 'hours' | 'calendar' | 'working'
  /** A duration is used unless the relation has agreed a parameter `<procedure>.<deadline>` (or `….<choice>`). */
  lasts:
    | Duration
    | { by: F; of: Readonly<Record<string, { counts: 'hours' | 'calendar' | 'working'; lasts: Duration }>> }
    /** To the end of the last day of the date in this field; no clock runs while the field is empty. */
    | { until: F }
  /** The article it rests on; `agreed` when the dossier itself says it; `proposal` where no source gives one. */
  basis: string
}

export type State<D extends string = string> =
  | { deadline: D; waits: Side }
  /** `because` is a key of the texts: why no clock runs here. */
  | { deadline: null; waits: Side; because: string }
  /** `refused`: every act that leads here names its ground. */
  | { final: true; refused?: true }

export interface Act<
  S extends string = string,
  F extends string = string,
  A extends string = string,
  P extends string = string,
> {
  by: Side
  /** Roles that may draft it, at the office it is done for. */
  roles: readonly Role[]
  /** Who, another person, has to approve it; one person suffices when absent. */
  approval?: readonly Role[]
  /** Opens the dossier: then `from` is empty. */
  opens?: true
  from: readonly S[]
  /** Absent: the state stays. */
  to?: S
  needs: readonly F[]
  may?: readonly F[]
  /** The kinds of entry it answers: `on` must name one, effective and still the current one of its kind. */
  answers?: readonly (A | CommonAct)[]
  /** What must hold of the dossier, with this act's own fields, at its place. */
  when?: Condition<F, A | CommonAct | CheckAct, P>
  clock?: 'pause' | 'resume' | 'extend'
  /** At most so many effective acts of this kind in a dossier. */
  most?: number
  /**
   * What its kept fields say is put aside under its leaf and changes nothing yet: only the latest of its
   * kind stands, until an act that `adopts` answers it or its own side answers it otherwise. Reserved keys are
   * no proposal.
   */
  proposes?: true
  /**
   * Answers a proposal of the *other* side (`answers` names the proposing acts) and makes its kept
   * fields those of the dossier, as agreed by both.
   */
  adopts?: true
  /**
   * Kept fields that stand no longer once this has effect, or once it is adopted, unless it brings them: so
   * that a statement is replaced as a whole, and nothing of the old one is read beside the new. Not of an
   * act that `adopts`: that one drops what the proposal names.
   */
  drops?: readonly F[]
  /** Answers a gate, or passes over one that was answered with no; written by `defineProcedure` alone. */
  gate?: { of: string; does: 'answers' | 'overrides' }
  /** Done at a level above the dossier's, or at the highest where it is there: `decided-at` says which. */
  level?: 'above'
  /** Lifts the dossier to the level in `raised-to` on both sides at once. */
  raises?: true
  /** For an act of the clock: possible so long after the opening, while no office of the other side has opened it. */
  unopened?: Duration
  /** Responsibility changes by offer and acceptance, and never is with nobody or with two. */
  owner?: 'offers' | 'takes' | 'declines'
}

/** How a common act is switched on: where it may be done and where it leads. */
export interface Switch<S extends string = string> {
  from: readonly S[]
  to?: S
  by?: Side
  roles?: readonly Role[]
  approval?: readonly Role[]
  /** What must hold besides. */
  when?: Condition
  /** For `raise-unopened` alone. */
  unopened?: Duration
}

/** Another procedure that can be opened from a dossier, and is then filed under it. */
export interface Link<S extends string = string> {
  /** Its name. */
  opens: string
  from: readonly S[]
  /** Whom it is for, where it is not for either: what the other side opened would not count. */
  by?: Side
}

/** What is counted, from acts and the kept part alone. */
export type Indicator<A extends string = string, F extends string = string> =
  | { count: readonly (A | CommonAct)[] }
  /** Seconds from the place of the first act to the place of the first of the others. */
  | { time: readonly [A | CommonAct, readonly (A | CommonAct)[]] }
  /**
   * A number of the dossier as it stands, from the first of the acts on; of a list, the numbers of its rows. `by`: a
   * choice of the dossier, or of the same row, each value of which has a sum of its own.
   */
  | { sum: F; by?: F; since: readonly (A | CommonAct)[] }
  | { sum: readonly [F, string]; by?: string; since: readonly (A | CommonAct)[] }

/**
 * What fills the slots of the part a procedure plays: a field; several with a space between, whose rows
 * are joined; or, where the slot says so, values of the choice in another slot.
 */
export interface Played {
  as: Plays
  slots: Readonly<Record<string, string>>
}

export interface Declaration<
  S extends string,
  F extends string,
  A extends string,
  P extends string,
  D extends string,
  /** Fields of the common acts, which need no declaration. */
  C extends string = never,
> {
  name: string
  version: number
  plays?: Played
  /** One dossier in a relation, whose id is fixed by relation and name. */
  once?: true
  opener: 'either' | 'first'
  /** `first`: the side whose code comes first. */
  keeper: 'opener' | 'other' | 'first'
  levels: readonly Level[]
  /** Roles that may learn that such a dossier exists; every role where absent. */
  readers?: readonly Role[]
  parts: Readonly<Record<P, Part>>
  fields: Readonly<Record<F, Field<NoInfer<P>>>>
  /** The field shown as the dossier's name; never personal. */
  title: NoInfer<F | C>
  deadlines: Readonly<Record<D, Deadline<NoInfer<F | C>>>>
  states: Readonly<Record<S, State<NoInfer<D>>>>
  acts: Readonly<Record<A, Act<NoInfer<S>, NoInfer<F | C>, NoInfer<A>, NoInfer<P>>>>
  common: Readonly<Partial<Record<CommonAct, Switch<NoInfer<S>>>>>
  gates?: Readonly<Partial<Record<GateName, Gate<NoInfer<S>, NoInfer<F | C>, NoInfer<A>, NoInfer<P>>>>>
  links?: Readonly<Record<string, Link<NoInfer<S>>>>
  indicators: Readonly<Record<string, Indicator<NoInfer<A>, NoInfer<F>>>>
  /**
   * What has to hold between the kept fields of a dossier, by name. Asked of every act that brings one of
   * the fields it reads, together with what stands already.
   */
  rules?: Readonly<Record<string, Condition<NoInfer<F | C>, NoInfer<A> | CommonAct, NoInfer<P>>>>
  /** How many acts one side may stack before the other has settled them. */
  unsettled?: number
}

/**
 * A declaration with its common acts written out and its names widened: what everything else reads. A word
 * that a declaration does not use is not in it, so that a newer word leaves the digests of older ones alone.
 */
export interface Procedure {
  language: number
  name: string
  version: number
  plays: Played | null
  once: boolean
  opener: 'either' | 'first'
  keeper: 'opener' | 'other' | 'first'
  levels: readonly Level[]
  readers?: readonly Role[]
  parts: Readonly<Record<string, Part>>
  fields: Readonly<Record<string, Field>>
  title: string
  deadlines: Readonly<Record<string, Deadline>>
  states: Readonly<Record<string, State>>
  acts: Readonly<Record<string, Act>>
  gates?: Readonly<Record<string, Gate>>
  links?: Readonly<Record<string, Link>>
  indicators: Readonly<Record<string, Indicator>>
  rules: Readonly<Record<string, Condition>>
  unsettled: number
}
