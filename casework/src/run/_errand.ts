/** Two invented procedures, one of which rests on what was opened from it. */
import { defineProcedure, type Procedure } from '../language/index.ts'

const roles = ['duty-officer'] as const
const label = { kind: 'line', part: 'kept', max: 40 } as const
const small = {
  version: 1,
  opener: 'either',
  keeper: 'opener',
  levels: ['gate'],
  parts: {},
  title: 'label',
  deadlines: {},
  common: {},
  indicators: {},
} as const

/** Its second act has effect once what was opened from it is over. */
export const errand: Procedure = defineProcedure({
  ...small,
  name: 'errand',
  fields: { label, done: { kind: 'reference', part: 'kept' } },
  states: {
    running: { deadline: null, waits: 'either', because: 'running' },
    over: { final: true },
  },
  acts: {
    begin: { by: 'opener', roles, opens: true, from: [], to: 'running', needs: ['label'] },
    finish: {
      by: 'either',
      roles,
      from: ['running'],
      to: 'over',
      needs: ['done'],
      when: { carriedOut: { by: 'done', procedure: 'walk', states: ['walked'], counts: 'steps' } },
    },
  },
})

export const walk: Procedure = defineProcedure({
  ...small,
  name: 'walk',
  fields: { label, steps: { kind: 'count', part: 'kept', min: 0, max: 9 } },
  states: {
    walking: { deadline: null, waits: 'either', because: 'walking' },
    walked: { final: true },
  },
  acts: {
    'set-out': { by: 'opener', roles, opens: true, from: [], to: 'walking', needs: ['label'] },
    arrive: { by: 'opener', roles, from: ['walking'], to: 'walked', needs: ['steps'] },
  },
})

export const ERRAND = 'e4'.repeat(32)
export const WALK = 'a1'.repeat(32)
