/** What the run reads of the two logs; everything else follows from it and the declaration. */
import type { Header } from '@counterpart/protocol'
import type { Level } from '../language/index.ts'

/** A party by its code, such as `vnm`. */
export type Party = string

/** One leaf of one log, as both sides hold it. */
export interface Entry {
  side: Party
  /** Position in its author's log, over the whole chain of epochs. */
  index: number
  /** Leaf hash, hexadecimal: how other entries name it. */
  leaf: string
  /** Largest `seen` of the author's log up to and including this entry. */
  running: number
  /** `null` when the bytes are no header: held, cosigned, without effect. */
  header: Header | null
  /** The kept part, parsed; `null` when it was declared absent or cannot be read. */
  kept: Record<string, unknown> | null
  /** Names of the parts that its header commits to; neither destruction nor absence changes it. */
  parts: readonly string[]
}

/** How much of the keeper's and of the guest's log an act could know: the first n entries of each. */
export interface Cut {
  keeper: number
  guest: number
}

/** An entry at its place in a dossier. */
export interface Placed {
  entry: Entry
  by: 'keeper' | 'guest'
  /** Index in the keeper's log of the entry that settles it; `null` while it is on its way. */
  settler: number | null
  /** When it takes effect, seconds UTC, read from the keeper's log alone. */
  time: number | null
  cut: Cut
}

/**
 * What became of an act, the same on both sides. *Overtaken*: possible in what its author had seen, no
 * longer at its place. *Void*: never possible, or not to be read.
 */
export type Verdict =
  | { kind: 'effective' }
  | { kind: 'overtaken'; code: VerdictCode }
  | { kind: 'void'; code: VerdictCode }

export const VERDICT_CODES = [
  'malformed',
  /** No declaration with that digest is known here. */
  'unknown-procedure',
  /** The dossier stands under another digest. */
  'other-procedure',
  /** The digest is not in both parties' lists within the cut. */
  'procedure-not-agreed',
  'unknown-dossier',
  'unknown-act',
  /** Opens by the header, but not by the declaration. */
  'not-opening',
  'wrong-side',
  'wrong-state',
  'wrong-office',
  'wrong-level',
  'already-open',
  'needs-approval',
  'kept-absent',
  /** What the kept part holds is not what the declaration asks for. */
  'bad-fields',
  /** A part with a needed field is not there. */
  'part-missing',
  'condition',
  /** Its fields, with those that stand already, break a rule of the declaration. */
  'contradiction',
  /** Answers something and does not say what; or says that it showed an entry that nobody showed. */
  'on-missing',
  /** Answers nothing and yet names an entry. */
  'on-unexpected',
  /** No entry of the kinds it answers has effect. */
  'on-not-effective',
  /** The one that has effect is another. */
  'on-not-current',
  /** A proposal is for the other side to adopt. */
  'own-proposal',
  'too-many',
  'too-many-unsettled',
  'paused',
  'not-paused',
  'no-clock',
  /** An act of the clock before the time it names. */
  'not-due',
  /** A safeguard that guards it has no answer that still stands. */
  'gate-open',
  /** It was answered with no, and nobody passed over it; or another officer answers it beside that no. */
  'gate-failed',
  /** The officer who answers a gate may be neither the author of what it is about nor of what it guards. */
  'gate-same-officer',
  /** There is no no of its own side to pass over. */
  'gate-not-failed',
  /** Responsibility is not with this side, or was not offered to this office. */
  'not-owner',
  'not-offered',
  /** An office of the side that was asked has opened it. */
  'opened-already',
] as const
export type VerdictCode = (typeof VERDICT_CODES)[number]

export type Counts = 'hours' | 'calendar' | 'working'

/** What a fold may read of the relation's own dossier, as settled within the cut. */
export interface Terms {
  /** Agreed durations by name, e.g. `<procedure>.<deadline>.<choice>`. */
  parameters: Readonly<Record<string, { counts: Counts; lasts: string }>>
  /** Seconds east of UTC, by party. */
  offsets: Readonly<Record<Party, number>>
  /** Days that are no working days, `YYYY-MM-DD`, by party. */
  holidays: Readonly<Record<Party, readonly string[]>>
  /** Digests that both parties have agreed to. */
  digests: readonly string[]
}

/** A clock as both sides see it. All times in seconds UTC. */
export interface Clock {
  deadline: string
  owes: Party
  counts: Counts
  started: number
  due: number
  /** When it was paused; it does not run until it is resumed. */
  paused: number | null
}

/** A rung: an entry with what became of it. */
export interface Judged {
  placed: Placed
  verdict: Verdict
}

/** The current effective entry of one kind, and how many there were. */
export interface Done {
  leaf: string
  by: Party
  /** The author's id for this relation; `null` where nobody acted but the clock's node. */
  officer: string | null
  /** The id of who proposed what it adopted, on the other side; only where it adopts. */
  proposer?: string
  count: number
  first: number
  last: number
}

export interface Offer {
  leaf: string
  /** The side that made the offer. */
  by: Party
  party: Party
  office: string | null
}

export interface GateState {
  answer: 'passed' | 'failed' | 'overridden'
  leaf: string
  by: Party
  /** Everybody of that side who answered or approved: none of them may do what it guards. */
  officers: string[]
}

/** Persons who said no to a gate, and the entry: its author first, then its approver. */
export interface No {
  leaf: string
  by: Party
  officers: string[]
}

/** A dossier after a number of entries; plain data, so that it can be stored, compared and hashed. */
export interface DossierState {
  id: string
  procedure: string
  digest: string
  opener: Party
  keeper: Party
  state: string
  since: number
  /** States in the order they were first reached, with the time. */
  path: { state: string; time: number }[]
  clock: Clock | null
  /** Deadlines that ended: whether the side that owed it kept it. */
  clocks: { deadline: string; owes: Party; due: number; ended: number; late: boolean }[]
  /** The latest value of every kept field that has effect. */
  kept: Record<string, unknown>
  /** The party that said it; `null` where one proposed it and the other adopted it. */
  whose: Record<string, Party | null>
  /** By field that a gate reads: who wrote it, of an adopted one who proposed it. */
  wrote: Record<string, { by: Party; officer: string }>
  /** Kept fields put aside by acts that propose, by leaf; the latest of each kind. */
  proposals: Record<string, { act: string; by: Party; kept: Record<string, unknown> }>
  /** The latest number each side gave the dossier. */
  numbers: Record<Party, string>
  /** Names of parts given so far. */
  parts: string[]
  /** By act. */
  current: Record<string, Done>
  /** Settlers of the guest's answering acts that the guest had not seen settled when it last acted. */
  stacked: (number | null)[]
  /** The entry that paused the clock. */
  asked: string | null
  /** Where it is worked on both sides; `null` while the opening named none. */
  level: Level | null
  /** The office that has it, on each side, as far as one was named. */
  offices: Record<Party, string>
  /** The party that has to see it through, always exactly one. `office` is `null` where any office of that side may. */
  owner: { party: Party; office: string | null }
  /** Responsibility that was offered and neither taken nor declined. */
  offered: Offer | null
  /** By gate: the answer that stands. */
  gates: Record<string, GateState>
  /** By gate: every no that its author has not taken back, also one that fell with what it was about; the latest last. */
  noes: Record<string, No[]>
  /** By gate: index in each side's log of its latest entry that asked it anew. An answer has to have seen it. */
  reopened: Record<string, Record<Party, number>>
  /** When an office of each side first had it on its screen, by its own entry or because it acted. */
  opened: Record<Party, number>
  /** When it was last lifted to another level. */
  raised: number | null
  /** When the dossier reached a final state. */
  closed: number | null
}
