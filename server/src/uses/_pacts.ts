/** Two invented declarations for tests: one that plays the relation, one with a request and its answers. */
import { defineProcedure, digestOf } from '@counterpart/casework'

const listed = {
  kind: 'list',
  part: 'kept',
  most: 20,
  row: {
    party: { kind: 'line', max: 16 },
    procedure: { kind: 'line', max: 60 },
    digest: { kind: 'digest' },
  },
  needs: ['party', 'digest'],
} as const

const pact = defineProcedure({
  name: 'test-pact',
  version: 1,
  plays: { as: 'relation', slots: { digests: 'first other' } },
  once: true,
  opener: 'first',
  keeper: 'first',
  levels: ['ministry'],
  parts: { content: { personal: false, keep: 'P1Y' } },
  fields: { title: { kind: 'line', part: 'kept', max: 80 }, first: listed, other: listed },
  title: 'title',
  deadlines: {},
  states: { standing: { deadline: null, waits: 'either', because: 'test' } },
  acts: {
    begin: {
      by: 'opener',
      roles: ['secretary'],
      opens: true,
      from: [],
      to: 'standing',
      needs: ['title', 'first'],
    },
    join: { by: 'other', roles: ['secretary'], from: ['standing'], needs: ['other'] },
    relist: { by: 'opener', roles: ['secretary'], from: ['standing'], needs: ['first'] },
  },
  common: {},
  indicators: {},
})

/** Kept by who is asked: the opener is the guest. */
const errand = defineProcedure({
  name: 'test-errand',
  version: 1,
  opener: 'either',
  keeper: 'other',
  levels: ['gate', 'ministry'],
  parts: { content: { personal: false, keep: 'P1Y' }, person: { personal: true, keep: 'P30D' } },
  fields: {
    title: { kind: 'line', part: 'kept', max: 80 },
    name: { kind: 'line', part: 'person', max: 80 },
    paper: { kind: 'file', part: 'person' },
    outcome: { kind: 'choice', part: 'kept', of: ['yes', 'no'] },
  },
  title: 'title',
  deadlines: { answer: { owes: 'other', counts: 'hours', lasts: 'PT1H', basis: 'test' } },
  states: {
    asked: { deadline: 'answer', waits: 'other' },
    answered: { deadline: null, waits: 'opener', because: 'test' },
    done: { final: true },
  },
  acts: {
    ask: {
      by: 'opener',
      roles: ['duty-officer'],
      opens: true,
      from: [],
      to: 'asked',
      needs: ['title'],
      may: ['name', 'paper'],
    },
    answer: {
      by: 'other',
      roles: ['duty-officer'],
      from: ['asked', 'answered'],
      to: 'answered',
      needs: ['outcome'],
      answers: ['ask'],
    },
    thank: {
      by: 'opener',
      roles: ['duty-officer'],
      from: ['answered'],
      to: 'done',
      needs: [],
      answers: ['answer'],
    },
  },
  common: {
    note: { from: ['asked', 'answered'] },
    withdraw: { from: ['asked', 'answered'], to: 'done' },
    'ask-clarification': { from: ['asked'] },
    clarify: { from: ['asked'] },
  },
  indicators: {
    asked: { count: ['ask'] },
    answered: { count: ['answer'] },
    time: { time: ['ask', ['answer']] },
  },
})

export const PACT = digestOf(pact)
export const ERRAND = digestOf(errand)
export const PROCEDURES = new Map([
  [PACT, { procedure: pact, texts: {} }],
  [ERRAND, { procedure: errand, texts: {} }],
])
