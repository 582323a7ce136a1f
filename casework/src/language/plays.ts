import type { Field } from './field.ts'
import type { Plays } from './vocabulary.ts'

type Kinds = readonly Field['kind'][]

type Columns = Readonly<Record<string, Kinds>>

/** What can fill a slot. Whatever is `needed` lies in the kept part, because folds and counts read it. */
export type Slot =
  /** One field. */
  | { is: 'field'; kinds: Kinds; needed?: true; columns?: Columns; may?: Columns }
  /** Fields with a space between, one for each side or matter, whose rows are joined. */
  | { is: 'fields'; needed?: true; columns: Columns; may?: Columns }
  /** Values, with a space between, of the choice that fills the slot `of`, or of a choice in its rows. */
  | { is: 'choices'; of: string; needed?: true }
  /** States, with a space between. */
  | { is: 'states'; needed?: true }

/** Slots of everything that a public record can name. */
const recorded = {
  'record-id': { is: 'field', kinds: ['line'], needed: true },
  sources: { is: 'field', kinds: ['list'], needed: true },
  title: { is: 'field', kinds: ['text', 'line'], needed: true },
  remark: { is: 'field', kinds: ['text'] },
} as const satisfies Readonly<Record<string, Slot>>

/**
 * What pages and folds look for in a procedure that plays a part. `columns` are names of a row that are
 * read by just that name, with the kinds each may have; those that a row `may` have need not be there.
 */
export const SLOTS: Readonly<Record<Plays, Readonly<Record<string, Slot>>>> = {
  relation: {
    parties: {
      is: 'field',
      kinds: ['list'],
      needed: true,
      columns: { code: ['line'], domain: ['line'], name: ['text'] },
    },
    keys: { is: 'field', kinds: ['list'], columns: { party: ['line'], use: ['choice'], key: ['line'] } },
    parameters: {
      is: 'fields',
      needed: true,
      columns: { name: ['line'], counts: ['choice'], lasts: ['duration'] },
    },
    holidays: { is: 'fields', needed: true, columns: { party: ['line'], date: ['date'] } },
    offsets: { is: 'fields', needed: true, columns: { party: ['line'], seconds: ['count'] } },
    digests: { is: 'fields', needed: true, columns: { party: ['line'], digest: ['digest'] } },
  },
  instrument: {
    ...recorded,
    titles: { is: 'field', kinds: ['list', 'text'], needed: true },
    kind: { is: 'field', kinds: ['choice'], needed: true },
    signed: { is: 'field', kinds: ['date'], needed: true },
    parents: { is: 'field', kinds: ['list', 'reference'], needed: true },
    /** Ties that nobody has proven: what stands at their other end is shown, and is no parent. */
    'unproven-ties': { is: 'choices', of: 'parents' },
    founds: { is: 'field', kinds: ['reference'] },
    signatories: { is: 'field', kinds: ['list'] },
    'signed-by': { is: 'field', kinds: ['list'] },
    chairs: { is: 'field', kinds: ['list'] },
    'valid-from': { is: 'field', kinds: ['date'] },
    'valid-until': { is: 'field', kinds: ['date'] },
    ended: { is: 'field', kinds: ['date'] },
    /** Where what it says binds: what `inForce` asks of a dossier. */
    'binding-states': { is: 'states', needed: true },
  },
  directory: {
    ...recorded,
    /** What each level is called on each side. */
    levels: {
      is: 'field',
      kinds: ['list'],
      needed: true,
      columns: { party: ['line'], level: ['choice'], name: ['text'] },
    },
    offices: {
      is: 'field',
      kinds: ['list'],
      needed: true,
      columns: { code: ['line'], party: ['line'], level: ['choice'], name: ['text'] },
      may: { parent: ['line'], collective: ['flag'] },
    },
    /** Many to many, each pair for a subject area or for all. */
    facing: {
      is: 'field',
      kinds: ['list'],
      needed: true,
      columns: { one: ['line'], other: ['line'] },
      may: { area: ['choices'] },
    },
    ended: { is: 'field', kinds: ['date'] },
    /** The contact points of either side, which names its own. */
    'contact-points': {
      is: 'fields',
      needed: true,
      columns: { office: ['line'], post: ['text'], from: ['date'] },
      may: { until: ['date'], area: ['choices'], substitute: ['flag'] },
    },
  },
  series: {
    ...recorded,
    names: { is: 'field', kinds: ['list'], needed: true, columns: { wording: ['text'] } },
    sides: {
      is: 'field',
      kinds: ['list'],
      needed: true,
      columns: { party: ['line'], organisation: ['text'] },
    },
    rank: { is: 'field', kinds: ['text'], needed: true },
    rotation: { is: 'field', kinds: ['choice'], needed: true },
    cadence: { is: 'field', kinds: ['text'] },
    ended: { is: 'field', kinds: ['date'] },
  },
  meeting: {
    ...recorded,
    names: { is: 'field', kinds: ['list'], needed: true, columns: { wording: ['text'] } },
    kind: { is: 'field', kinds: ['choice'], needed: true },
    series: { is: 'field', kinds: ['reference'], needed: true },
    ordinal: { is: 'field', kinds: ['count'], needed: true },
    'ordinal-basis': { is: 'field', kinds: ['choice'], needed: true },
    /** The time that was agreed; a meeting with no actual time is not held yet. */
    planned: { is: 'field', kinds: ['date'], needed: true },
    begins: { is: 'field', kinds: ['date'], needed: true },
    ends: { is: 'field', kinds: ['date'], needed: true },
    /** The earliest day it can have been, where no day is known. */
    'not-before': { is: 'field', kinds: ['date'], needed: true },
    format: { is: 'field', kinds: ['choice'], needed: true },
    host: { is: 'field', kinds: ['line'], needed: true },
    places: { is: 'field', kinds: ['list'], needed: true, columns: { place: ['text'] } },
    'reviewed-from': { is: 'field', kinds: ['date'], needed: true },
    horizon: { is: 'field', kinds: ['date'], needed: true },
    'how-many': { is: 'field', kinds: ['count'], needed: true },
    'part-of': { is: 'field', kinds: ['reference'], needed: true },
    delegations: { is: 'field', kinds: ['list'] },
    chairs: { is: 'field', kinds: ['list'] },
  },
  commitment: {
    ...recorded,
    nature: { is: 'field', kinds: ['choice'], needed: true },
    /** Every other nature is kept on record and is no commitment. */
    'binding-natures': { is: 'choices', of: 'nature', needed: true },
    by: { is: 'field', kinds: ['line'], needed: true },
    paragraph: { is: 'field', kinds: ['line'], needed: true },
    actors: { is: 'field', kinds: ['list'], needed: true, columns: { party: ['line'], name: ['text'] } },
    area: { is: 'field', kinds: ['choices'], needed: true },
    measure: { is: 'field', kinds: ['text'], needed: true },
    term: { is: 'field', kinds: ['choice'], needed: true },
    until: { is: 'field', kinds: ['date'], needed: true },
    condition: { is: 'field', kinds: ['text'], needed: true },
    about: { is: 'field', kinds: ['reference'], needed: true },
    said: { is: 'field', kinds: ['date'], needed: true },
    'not-before': { is: 'field', kinds: ['date'], needed: true },
    ended: { is: 'field', kinds: ['date'], needed: true },
    /** What each side says became of it. */
    'keeper-assessment': { is: 'field', kinds: ['choice'], needed: true },
    'keeper-assessment-words': { is: 'field', kinds: ['text'], needed: true },
    'guest-assessment': { is: 'field', kinds: ['choice'], needed: true },
    'guest-assessment-words': { is: 'field', kinds: ['text'], needed: true },
  },
  figure: {
    ...recorded,
    precision: { is: 'field', kinds: ['choice'], needed: true },
    number: { is: 'field', kinds: ['count'], needed: true },
    magnitude: { is: 'field', kinds: ['choice'], needed: true },
    words: { is: 'field', kinds: ['text'], needed: true },
    /** As written; the normalised one beside it is somebody's reading. */
    unit: { is: 'field', kinds: ['text'], needed: true },
    'unit-read-as': { is: 'field', kinds: ['choice'], needed: true },
    'period-from': { is: 'field', kinds: ['date'], needed: true },
    'period-until': { is: 'field', kinds: ['date'], needed: true },
    'period-wording': { is: 'field', kinds: ['text'], needed: true },
    'period-basis': { is: 'field', kinds: ['choice'], needed: true },
    /** Party codes with a space between: whose doing, and for whom. */
    from: { is: 'field', kinds: ['line'], needed: true },
    to: { is: 'field', kinds: ['line'], needed: true },
    area: { is: 'field', kinds: ['choices'], needed: true },
    stated: { is: 'field', kinds: ['date'], needed: true },
    'not-before': { is: 'field', kinds: ['date'], needed: true },
  },
  review: {},
}
