/** Compiled by the type check: a name that is not declared is an error where it is written. */
import { defineProcedure } from './define.ts'

const roles = ['secretary'] as const

const base = {
  name: 'invented',
  version: 1,
  opener: 'either',
  keeper: 'other',
  levels: ['gate'],
  parts: { content: { personal: false, keep: 'P1Y' } },
  fields: {
    matter: { kind: 'line', part: 'kept', max: 80 },
    pace: { kind: 'choice', part: 'kept', of: ['slow', 'quick'] },
  },
  title: 'matter',
  deadlines: { reply: { owes: 'other', counts: 'hours', lasts: 'PT8H', basis: 'proposal' } },
  states: { put: { deadline: 'reply', waits: 'other' }, over: { final: true } },
  acts: {
    put: { by: 'opener', roles, opens: true, from: [], to: 'put', needs: ['matter'], may: ['message'] },
    reply: {
      by: 'other',
      roles,
      from: ['put'],
      to: 'over',
      needs: [],
      may: ['pace'],
      answers: ['put', 'clarify'],
      when: { all: [{ present: 'matter' }, { hasPart: 'content' }, { done: 'note' }] },
    },
  },
  common: { note: { from: ['put'] } },
  indicators: { asked: { count: ['put', 'note'] }, time: { time: ['put', ['reply']] } },
} as const

export const fits = defineProcedure(base)

// @ts-expect-error: no such field
defineProcedure({ ...base, title: 'name' })

// @ts-expect-error: no such level
defineProcedure({ ...base, levels: ['moon'] })

// @ts-expect-error: no such part to play
defineProcedure({ ...base, plays: { as: 'king', slots: {} } })

defineProcedure({
  ...base,
  // @ts-expect-error: no such part of the body
  fields: { ...base.fields, pace: { kind: 'flag', part: 'attic' } },
})

defineProcedure({
  ...base,
  // @ts-expect-error: no such deadline
  states: { put: { deadline: 'never', waits: 'other' }, over: { final: true } },
})

defineProcedure({
  ...base,
  // @ts-expect-error: no clock and no reason
  states: { put: { deadline: null, waits: 'other' }, over: { final: true } },
})

defineProcedure({
  ...base,
  deadlines: {
    // @ts-expect-error: no such field to choose a length by
    reply: { owes: 'other', counts: 'hours', lasts: { by: 'speed', of: {} }, basis: 'proposal' },
  },
})

const reply = { by: 'other', roles, from: ['put'], needs: [] } as const

// @ts-expect-error: no such state to come from
defineProcedure({ ...base, acts: { ...base.acts, reply: { ...reply, from: ['gone'] } } })

// @ts-expect-error: no such state to lead to
defineProcedure({ ...base, acts: { ...base.acts, reply: { ...reply, to: 'gone' } } })

defineProcedure({
  ...base,
  // @ts-expect-error: no such field
  acts: { ...base.acts, reply: { ...reply, needs: ['price'] } },
})

// @ts-expect-error: no such field
defineProcedure({ ...base, acts: { ...base.acts, reply: { ...reply, may: ['price'] } } })

defineProcedure({
  ...base,
  // @ts-expect-error: no such act to answer
  acts: { ...base.acts, reply: { ...reply, answers: ['steal'] } },
})

// @ts-expect-error: no such role
defineProcedure({ ...base, acts: { ...base.acts, reply: { ...reply, roles: ['king'] } } })

defineProcedure({
  ...base,
  // @ts-expect-error: a condition on no such field
  acts: { ...base.acts, reply: { ...reply, when: { present: 'price' } } },
})

defineProcedure({
  ...base,
  // @ts-expect-error: a condition on no such act
  acts: { ...base.acts, reply: { ...reply, when: { not: { done: 'steal' } } } },
})

defineProcedure({
  ...base,
  // @ts-expect-error: a condition on no such part
  acts: { ...base.acts, reply: { ...reply, when: { hasPart: 'attic' } } },
})

defineProcedure({
  ...base,
  // @ts-expect-error: no such state for a common act
  common: { note: { from: ['gone'] } },
})

defineProcedure({
  ...base,
  // @ts-expect-error: no such common act
  common: { shout: { from: ['put'] } },
})

defineProcedure({
  ...base,
  // @ts-expect-error: counts no such act
  indicators: { stolen: { count: ['steal'] } },
})

defineProcedure({
  ...base,
  // @ts-expect-error: times no such act
  indicators: { stolen: { time: ['put', ['steal']] } },
})

defineProcedure({
  ...base,
  // @ts-expect-error: a rule on no such field
  rules: { fair: { present: 'price' } },
})

defineProcedure({
  ...base,
  // @ts-expect-error: lasts to no such date
  deadlines: { reply: { owes: 'other', counts: 'calendar', lasts: { until: 'never' }, basis: 'agreed' } },
})

defineProcedure({
  ...base,
  // @ts-expect-error: drops no such field
  acts: { ...base.acts, reply: { ...reply, drops: ['price'] } },
})
