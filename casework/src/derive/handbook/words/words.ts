/** The words a chapter of the handbook is made of; those of the procedure come from its texts. */
import type { DurationUnit, Field, GateName } from '../../../language/index.ts'

type Kind = Field['kind']
/** What a condition says, and what it says when it is denied. */
type Said = readonly [so: string, notSo: string]

export interface HandbookWords {
  /** Words of the list of chapters. */
  index: { title: string; means: string; procedure: string; purpose: string }
  /** Titles of the sections of a chapter, and what stands below some of them first. */
  sections: {
    states: string
    /** Before the acts that the diagram leaves out. */
    undrawn: string
    deadlines: string
    deadlinesMean: string
    whoActs: string
    acts: string
    safeguards: string
    safeguardsMean: string
    links: string
    raising: string
    oneLevel: string
    notRaised: string
    responsibility: string
    /** `{side}` is replaced. */
    responsibilityMeans: string
    responsibilityStays: string
    sharedActs: string
    asked: string
    askedMeans: string
    rules: string
    indicators: string
  }
  facts: {
    version: string
    levels: string
    opens: string
    openers: { either: string; first: string }
    keeps: string
    keepers: { opener: string; other: string; first: string }
    once: string
    title: string
    readers: string
    everyReader: string
    /** `{roles}` is replaced. */
    onlyReaders: string
  }
  act: {
    act: string
    side: string
    drafts: string
    approves: string
    from: string
    to: string
    opening: string
    same: string
    answers: string
    needed: string
    possible: string
    replaces: string
    onlyWhere: string
    safeguards: string
    /** How often in a dossier; `{count}` is replaced. */
    most: string
    effect: string
    effects: Readonly<Record<'pause' | 'resume' | 'extend' | 'proposes' | 'adopts', string>>
    clock: string
    late: string
    /** `{length}` is replaced, here and in `again`. */
    unopened: string
    again: string
  }
  states: {
    state: string
    waits: string
    final: string
    refused: string
    noClock: string
    every: string
    everyOpen: string
    /** `{states}` is replaced. */
    everyOpenBut: string
  }
  safeguard: {
    names: Readonly<Record<GateName, string>>
    question: string
    by: string
    on: string
    from: string
    before: string
    reads: string
    askedWhere: string
    passedOver: string
    /** `{roles}` and `{approval}` are replaced. */
    passedOverBy: string
    nobody: string
    basis: string
    proposal: string
  }
  link: { opens: string; as: string; by: string; from: string }
  deadline: {
    deadline: string
    owes: string
    length: string
    runs: string
    basis: string
    proposal: string
    agreed: string
    /** `{field}` is replaced by the name of a date. */
    until: string
    /** `{length}` is replaced. */
    counts: Readonly<Record<'hours' | 'calendar' | 'working', string>>
  }
  field: {
    field: string
    form: string
    means: string
    /** The head of a column of a list. */
    needed: string
    /** Beside the name of what identifies persons. */
    personal: string
    personalMeans: string
    always: string
    /** `{length}` is replaced. */
    afterClosing: string
    kinds: Readonly<Record<Exclude<Kind, 'choice' | 'choices' | 'count' | 'duration' | 'list'>, string>>
    content: string
    /** `{choices}` is replaced, here and in `choices`. */
    choice: string
    choices: string
    /** `{min}` and `{max}` are replaced. */
    count: string
    /** `{most}` is replaced, here and in `list`; there `{columns}` too. */
    duration: string
    list: string
  }
  condition: Readonly<
    Record<
      | 'present'
      | 'equals'
      | 'before'
      | 'after'
      | 'less'
      | 'more'
      | 'within'
      | 'exactly'
      | 'hasPart'
      | 'paused'
      | 'done'
      | 'saidNo'
      | 'inForce'
      | 'carriedOut'
      | 'carriedOutByOpener'
      | 'carriedOutByOther',
      Said
    >
  > & { and: string; or: string; group: string }
  units: Readonly<Record<DurationUnit, readonly [one: string, more: string]>>
  yes: string
  no: string
  none: string
  colon: string
  comma: string
  /** Between things whose names may have commas of their own. */
  semicolon: string
  /** `{text}` and `{what}` are replaced. */
  bracket: string
}
