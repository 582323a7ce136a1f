import type { Problem } from '../../errors.ts'

/** Why a declaration cannot stand. */
export const CHECK_CODES = [
  'bad-name',
  'bad-version',
  'bad-language-version',
  'bad-size',
  'bad-duration',
  'bad-pattern',
  'reserved-name',
  'repeated',
  'empty',
  'unknown-word',
  'unknown-part',
  'unknown-field',
  'unknown-column',
  'unknown-state',
  'unknown-act',
  'unknown-deadline',
  'unknown-choice',
  'unknown-slot',
  'unused-part',
  'unused-field',
  'unused-deadline',
  /** A person in a part that is not personal, or in `kept`. */
  'person-in-plain-part',
  /** What opens a file would never end. */
  'file-in-kept',
  /** Something reads a field that can be destroyed. */
  'not-kept',
  'not-comparable',
  /** Rows are counted before they leave, and only what an act says is at hand then. */
  'rows-outside-rule',
  'impossible-value',
  'bad-title',
  'title-not-given',
  'no-opening',
  'bad-opening',
  'bad-side',
  'no-roles',
  'approval-same',
  'unreachable-state',
  'dead-end',
  'no-end',
  'way-out-of-final',
  'no-reason',
  'no-basis',
  'choice-without-duration',
  'choice-not-given',
  'no-resume',
  'nothing-to-extend',
  'no-duration',
  /** It lasts to a date, and only that date moves it. */
  'dated-clock',
  'no-such-proposal',
  'never-adopted',
  'proposes-nothing',
  'adopts-and-drops',
  'clock-with-person',
  /** Nobody asks the clock, and what stands elsewhere can end while nobody looks. */
  'clock-in-force',
  /** An instrument rests on no other: else what is in force would be read through chains of any length. */
  'instrument-in-force',
  /** It leaves everything as it was, and would be due again at once. */
  'clock-repeats',
  'missing-slot',
  'wrong-kind',
  'not-once',
  /** What is in force is asked by the leaf that opened it, and the one dossier of a relation has an id of its own. */
  'once-in-force',
  'unknown-gate',
  /** Everything its guards ask is answered before the acts they guard, or never. */
  'guards-opening',
  /** What time causes asks nobody. */
  'guards-clock',
  /** An act that a gate guards brings, drops or adopts what the gate was answered for. */
  'changes-what-gate-reads',
  /** A guarded act tells of persons, and again of others before anybody is asked anew. */
  'lets-others-through',
  /** An act that refuses without a field for the ground. */
  'no-ground',
  /** Responsibility can be offered and not taken, or the other way round. */
  'no-taker',
  'one-level',
] as const
export type CheckCode = (typeof CHECK_CODES)[number]

export type DeclarationProblem = Problem<CheckCode>
