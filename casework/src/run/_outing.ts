/** An invented procedure with rules, a clock that lasts to a date, and statements that are replaced as a whole. */
import { defineProcedure, type Procedure } from '../language/index.ts'

const roles = ['duty-officer'] as const
const alive = ['planned', 'under-way'] as const

export const outing: Procedure = defineProcedure({
  name: 'outing',
  version: 1,
  opener: 'either',
  keeper: 'first',
  levels: ['gate'],
  parts: {},
  title: 'label',
  fields: {
    label: { kind: 'line', part: 'kept', max: 40 },
    day: { kind: 'date', part: 'kept' },
    begins: { kind: 'date', part: 'kept' },
    ends: { kind: 'date', part: 'kept' },
    said: { kind: 'choice', part: 'kept', of: ['number', 'word'] },
    amount: { kind: 'count', part: 'kept', min: 0, max: 99 },
    word: { kind: 'line', part: 'kept', max: 40 },
  },
  deadlines: { leaving: { owes: 'opener', counts: 'calendar', lasts: { until: 'day' }, basis: 'agreed' } },
  states: {
    planned: { deadline: 'leaving', waits: 'opener' },
    'under-way': { deadline: null, waits: 'either', because: 'travelling' },
    home: { final: true },
  },
  acts: {
    plan: {
      by: 'opener',
      roles,
      opens: true,
      from: [],
      to: 'planned',
      needs: ['label'],
      may: ['day', 'begins', 'ends', 'said', 'amount', 'word'],
    },
    'put-off': { by: 'either', roles, from: alive, needs: ['day'] },
    'leave-open': { by: 'either', roles, from: alive, needs: [], drops: ['day'] },
    leave: { by: 'either', roles, from: ['planned'], to: 'under-way', needs: ['begins'] },
    'set-out': { by: 'either', roles, from: ['planned'], to: 'under-way', needs: ['begins', 'day'] },
    turn: { by: 'either', roles, from: alive, needs: ['ends'] },
    wave: { by: 'either', roles, from: alive, needs: [], may: ['label'] },
    suggest: {
      by: 'either',
      roles,
      from: alive,
      needs: [],
      may: ['day', 'begins', 'ends'],
      proposes: true,
    },
    'say-anew': {
      by: 'either',
      roles,
      from: alive,
      needs: ['said'],
      may: ['amount', 'word'],
      proposes: true,
      drops: ['amount', 'word'],
    },
    agree: {
      by: 'either',
      roles,
      from: alive,
      needs: [],
      answers: ['suggest', 'say-anew'],
      adopts: true,
    },
    return: { by: 'either', roles, from: ['under-way'], to: 'home', needs: [] },
  },
  common: {},
  rules: {
    order: { not: { before: ['ends', 'begins'] } },
    'one-of-both': {
      any: [
        { all: [{ equals: ['said', 'number'] }, { present: 'amount' }, { not: { present: 'word' } }] },
        { all: [{ equals: ['said', 'word'] }, { present: 'word' }, { not: { present: 'amount' } }] },
      ],
    },
  },
  indicators: {},
})

export const OUTING = '0d'.repeat(32)
