import type { Field } from './field.ts'
import type { Plays } from './vocabulary.ts'

type Kinds = readonly Field['kind'][]

/** What can fill a slot. Whatever is `needed` lies in the kept part, because folds and counts read it. */
export type Slot =
  /** One field. */
  | { is: 'field'; kinds: Kinds; needed?: true; columns?: Readonly<Record<string, Kinds>> }
  /** Fields with a space between, one for each side or matter, whose rows are joined. */
  | { is: 'fields'; needed?: true; columns: Readonly<Record<string, Kinds>> }
  /** A column of the list that fills the slot `of`. */
  | { is: 'column'; of: string; kinds: Kinds; needed?: true }
  /** Values, with a space between, of the choice in the column that fills the slot `of`. */
  | { is: 'values'; of: string; needed?: true }

/**
 * What pages and folds look for in a procedure that plays a part. `columns` are names of a row that are
 * read by just that name, with the kinds each may have.
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
    titles: { is: 'field', kinds: ['list', 'text'], needed: true },
    kind: { is: 'field', kinds: ['choice'], needed: true },
    signed: { is: 'field', kinds: ['date'], needed: true },
    parents: { is: 'field', kinds: ['list', 'reference'], needed: true },
    contents: { is: 'field', kinds: ['list'], needed: true },
    'content-id': { is: 'column', of: 'contents', kinds: ['line'], needed: true },
    'content-nature': { is: 'column', of: 'contents', kinds: ['choice'], needed: true },
    'content-wording': { is: 'column', of: 'contents', kinds: ['text'], needed: true },
    'content-paragraph': { is: 'column', of: 'contents', kinds: ['line', 'count'] },
    'content-about': { is: 'column', of: 'contents', kinds: ['reference'] },
    'binding-natures': { is: 'values', of: 'content-nature', needed: true },
    'record-id': { is: 'field', kinds: ['line'] },
    title: { is: 'field', kinds: ['text', 'line'] },
    signatories: { is: 'field', kinds: ['list'] },
    'signed-by': { is: 'field', kinds: ['list'] },
    chairs: { is: 'field', kinds: ['list'] },
    'valid-from': { is: 'field', kinds: ['date'] },
    'valid-until': { is: 'field', kinds: ['date'] },
    sources: { is: 'field', kinds: ['list'] },
    remark: { is: 'field', kinds: ['text'] },
  },
  directory: {},
  series: {},
  meeting: {},
  commitment: {},
  figure: {},
  review: {},
}
