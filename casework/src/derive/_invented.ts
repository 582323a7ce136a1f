/** A small invented procedure with a field of every kind, and values that fit it. */
import { defineProcedure, type Procedure } from '../language/index.ts'

const roles = ['contact-point', 'secretary'] as const

export const lending: Procedure = defineProcedure({
  name: 'lending',
  version: 1,
  opener: 'either',
  keeper: 'other',
  levels: ['gate', 'province'],
  parts: {
    content: { personal: false, keep: 'P10Y' },
    people: { personal: true, keep: 'P1Y' },
  },
  fields: {
    thing: { kind: 'text', part: 'kept', max: 40 },
    mark: { kind: 'line', part: 'kept', max: 12, pattern: '[A-Z]{2}-\\d+' },
    pace: { kind: 'choice', part: 'kept', of: ['slow', 'quick'] },
    uses: { kind: 'choices', part: 'kept', of: ['show', 'test', 'repair'] },
    fragile: { kind: 'flag', part: 'kept' },
    pieces: { kind: 'count', part: 'kept', min: 1, max: 12 },
    made: { kind: 'date', part: 'kept' },
    handed: { kind: 'time', part: 'kept' },
    span: { kind: 'duration', part: 'kept', most: 'P60D' },
    earlier: { kind: 'reference', part: 'kept' },
    clause: { kind: 'reference', part: 'kept', content: true },
    paper: { kind: 'digest', part: 'content' },
    store: { kind: 'office', part: 'kept' },
    bearer: { kind: 'person', part: 'people' },
    where: { kind: 'place', part: 'content' },
    plan: { kind: 'file', part: 'content' },
    items: {
      kind: 'list',
      part: 'content',
      most: 3,
      row: { item: { kind: 'line', max: 20 }, weight: { kind: 'count', min: 0, max: 900 } },
      needs: ['item'],
    },
  },
  title: 'thing',
  deadlines: {
    loan: {
      owes: 'other',
      counts: 'calendar',
      lasts: {
        by: 'pace',
        of: { slow: { counts: 'working', lasts: 'P10D' }, quick: { counts: 'hours', lasts: 'PT8H' } },
      },
      basis: 'proposal',
    },
    return: { owes: 'opener', counts: 'calendar', lasts: 'P1M', basis: 'Article 9 of an invented agreement' },
  },
  states: {
    wished: { deadline: 'loan', waits: 'other' },
    lent: { deadline: 'return', waits: 'opener' },
    doubtful: { deadline: null, waits: 'either', because: 'both-look' },
    returned: { final: true },
    denied: { final: true },
  },
  acts: {
    wish: {
      by: 'opener',
      roles,
      opens: true,
      from: [],
      to: 'wished',
      needs: ['thing', 'pace'],
      may: [
        'mark',
        'uses',
        'fragile',
        'pieces',
        'made',
        'span',
        'earlier',
        'clause',
        'paper',
        'store',
        'plan',
        'items',
      ],
    },
    lend: {
      by: 'other',
      roles,
      approval: ['approver'],
      from: ['wished', 'doubtful'],
      to: 'lent',
      needs: ['bearer', 'where'],
      may: ['handed', 'message'],
      answers: ['wish'],
      when: { all: [{ present: 'pace' }, { not: { done: 'note' } }] },
    },
    doubt: { by: 'either', roles, from: ['wished'], to: 'doubtful', needs: ['message'] },
    bring: { by: 'opener', roles, from: ['lent'], to: 'returned', needs: [], answers: ['lend'] },
  },
  common: {
    note: { from: ['wished', 'lent', 'returned'] },
    refuse: { from: ['wished', 'doubtful'], to: 'denied' },
  },
  indicators: {
    asked: { count: ['wish'] },
    answered: { count: ['lend'] },
    refused: { count: ['refuse'] },
    'answer-time': { time: ['wish', ['lend', 'refuse']] },
  },
})

export const HASH = 'ab'.repeat(32)

export const wishFields = {
  thing: {
    vi: { text: 'Máy đo (hư cấu)', standing: 'authoritative' },
    'zh-Hans': { text: '测量仪（虚构）', standing: 'certified' },
  },
  pace: 'quick',
  mark: 'QX-17',
  uses: ['show', 'repair'],
  fragile: true,
  pieces: 2,
  made: { date: '2024-02-29', inferred: { en: { text: 'from the plate', standing: 'authoritative' } } },
  span: 'P2W',
  earlier: { dossier: HASH },
  clause: { dossier: HASH, content: 'III.2' },
  paper: HASH,
  store: 'aaa-store',
  plan: { name: 'plan.pdf', type: 'application/pdf', bytes: 70_000, digest: HASH, salt: HASH, key: HASH },
  items: [{ item: 'case', weight: 3 }, { item: 'lens' }],
}

export const lendFields = {
  bearer: {
    names: [{ text: 'Trần Thị Mẫu (hư cấu)', language: 'vi' }],
    born: '1990-05',
    paper: 'X 000',
  },
  where: { kind: 'section', name: 'the old road', from: '12', to: '13(2)' },
  handed: 1_704_067_200,
}
