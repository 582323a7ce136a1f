/** A declaration in which everything fits, and changes to it that do not, for the tests of this folder. */
import assert from 'node:assert/strict'
import { checkProcedure } from './check.ts'
import { defineProcedure } from './define.ts'
import type { Field } from './field.ts'
import type { Act, Deadline, Part, Procedure, State } from './procedure.ts'

const roles = ['secretary'] as const

export const barter = defineProcedure({
  name: 'barter',
  version: 1,
  opener: 'either',
  keeper: 'other',
  levels: ['gate', 'ministry'],
  parts: { content: { personal: false, keep: 'P5Y' }, people: { personal: true, keep: 'P1Y' } },
  fields: {
    good: { kind: 'text', part: 'kept', max: 100 },
    haste: { kind: 'choice', part: 'kept', of: ['low', 'high'] },
    worth: { kind: 'count', part: 'kept', min: 0, max: 9 },
    begins: { kind: 'date', part: 'kept' },
    ends: { kind: 'date', part: 'kept' },
    wrapped: { kind: 'flag', part: 'kept' },
    carrier: { kind: 'person', part: 'people' },
  },
  title: 'good',
  deadlines: {
    reply: {
      owes: 'other',
      counts: 'calendar',
      lasts: {
        by: 'haste',
        of: { low: { counts: 'working', lasts: 'P5D' }, high: { counts: 'hours', lasts: 'PT8H' } },
      },
      basis: 'proposal',
    },
  },
  states: {
    put: { deadline: 'reply', waits: 'other' },
    struck: { deadline: null, waits: 'either', because: 'goods-travel' },
    over: { final: true },
  },
  acts: {
    put: {
      by: 'opener',
      roles,
      opens: true,
      from: [],
      to: 'put',
      needs: ['good', 'haste'],
      may: ['begins', 'ends', 'wrapped'],
      when: { any: [{ not: { present: 'ends' } }, { before: ['begins', 'ends'] }] },
    },
    strike: {
      by: 'other',
      roles,
      approval: ['approver'],
      from: ['put'],
      to: 'struck',
      needs: ['carrier'],
      answers: ['put'],
      when: { all: [{ equals: ['haste', 'low'] }, { hasPart: 'content' }, { paused: false }] },
    },
    bid: { by: 'either', roles, from: ['struck'], needs: ['worth'], proposes: true },
    agree: { by: 'either', roles, from: ['struck'], needs: [], answers: ['bid'], adopts: true },
  },
  common: {
    note: { from: ['put', 'struck', 'over'] },
    'ask-clarification': { from: ['put'] },
    clarify: { from: ['put'] },
    extend: { from: ['put'] },
    close: { from: ['struck'], to: 'over' },
  },
  indicators: { asked: { count: ['put'] }, 'answer-time': { time: ['put', ['strike']] } },
})

export function found(change: Partial<Procedure>): string[] {
  return checkProcedure({ ...barter, ...change }).map(({ path, code }) => `${path} ${code}`)
}

export function act(name: string, change: Partial<Act>): Partial<Procedure> {
  const before = barter.acts[name] ?? { by: 'either', roles, from: ['put'], needs: [] }
  return { acts: { ...barter.acts, [name]: { ...before, ...change } } }
}

export function field(name: string, value: unknown): Partial<Procedure> {
  return { fields: { ...barter.fields, [name]: value as Field } }
}

export function state(name: string, value: unknown): Partial<Procedure> {
  return { states: { ...barter.states, [name]: value as State } }
}

export function deadline(change: Partial<Deadline>): Partial<Procedure> {
  const { reply } = barter.deadlines
  assert.ok(reply)
  return { deadlines: { reply: { ...reply, ...change } } }
}

export function part(name: string, value: Part): Partial<Procedure> {
  return { parts: { ...barter.parts, [name]: value } }
}

export function includes(cases: [Partial<Procedure>, string][]): void {
  for (const [change, problem] of cases)
    assert.ok(found(change).includes(problem), `${problem}: ${found(change)}`)
}
