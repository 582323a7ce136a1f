/** An invented procedure in which one side writes and the other signs. */
import { defineProcedure, type Procedure } from '../language/index.ts'

const roles = ['duty-officer'] as const
export const DEED = 'de'.repeat(32)
export const deed: Procedure = defineProcedure({
  name: 'deed',
  version: 1,
  opener: 'either',
  keeper: 'opener',
  levels: ['gate'],
  parts: {
    words: { personal: false, keep: 'P1Y' },
    listed: { personal: true, keep: 'P1Y' },
    aside: { personal: true, keep: 'P1Y' },
  },
  title: 'label',
  fields: {
    label: { kind: 'line', part: 'kept', max: 40 },
    text: { kind: 'text', part: 'words', max: 100 },
    list: { kind: 'text', part: 'listed', max: 100 },
    hint: { kind: 'text', part: 'aside', max: 100 },
    'reject-ground': { kind: 'choice', part: 'kept', of: ['wrong'] },
  },
  deadlines: {},
  states: {
    begun: { deadline: null, waits: 'either', because: 'begun' },
    written: { deadline: null, waits: 'either', because: 'written' },
    signed: { final: true },
    rejected: { final: true, refused: true },
  },
  acts: {
    begin: { by: 'opener', roles, opens: true, from: [], to: 'begun', needs: ['label'] },
    write: {
      by: 'opener',
      roles,
      from: ['begun'],
      to: 'written',
      needs: ['text'],
      may: ['list', 'hint'],
      when: { hasPart: 'listed' },
    },
    sign: {
      by: 'other',
      roles,
      from: ['written'],
      to: 'signed',
      needs: [],
      may: ['text', 'hint'],
      answers: ['write'],
    },
    contest: { by: 'other', roles, from: ['written'], to: 'begun', needs: [], answers: ['write'] },
    reject: {
      by: 'other',
      roles,
      from: ['written'],
      to: 'rejected',
      needs: ['reject-ground'],
      answers: ['write'],
    },
    remark: { by: 'other', roles, from: ['written'], needs: [], answers: ['write'] },
    offer: { by: 'either', roles, from: ['begun'], needs: ['text'], proposes: true },
    accept: { by: 'either', roles, from: ['begun'], needs: [], answers: ['offer'], adopts: true },
  },
  common: {},
  indicators: {},
})
