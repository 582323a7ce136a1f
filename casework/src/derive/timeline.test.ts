import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineProcedure } from '../language/index.ts'
import { lending } from './_invented.ts'
import { textKeys } from './text-keys.ts'
import { timelineOf } from './timeline.ts'

test('says of every act what it does to the dossier', () => {
  const effects = Object.entries(timelineOf(lending)).map(([act, rung]) => `${act} ${rung.effect}`)
  assert.deepEqual(effects, [
    'wish opens',
    'lend moves',
    'doubt moves',
    'bring ends',
    'note stays',
    'refuse ends',
  ])
})

test('knows what stops a clock, starts it again and moves its end', () => {
  const roles = ['secretary'] as const
  const asking = defineProcedure({
    name: 'asking',
    version: 1,
    opener: 'either',
    keeper: 'other',
    levels: ['gate'],
    parts: { content: { personal: false, keep: 'P1Y' } },
    fields: { matter: { kind: 'line', part: 'kept', max: 40 } },
    title: 'matter',
    deadlines: { reply: { owes: 'other', counts: 'hours', lasts: 'PT8H', basis: 'proposal' } },
    states: { put: { deadline: 'reply', waits: 'other' }, over: { final: true } },
    acts: { put: { by: 'opener', roles, opens: true, from: [], to: 'put', needs: ['matter'] } },
    common: {
      'ask-clarification': { from: ['put'] },
      clarify: { from: ['put'] },
      extend: { from: ['put'] },
      close: { from: ['put'], to: 'over' },
    },
    indicators: {},
  })
  const effects = Object.values(timelineOf(asking)).map((rung) => rung.effect)
  assert.deepEqual(effects, ['opens', 'pauses', 'resumes', 'extends', 'ends'])
})

test('shows what is kept before what can be destroyed', () => {
  assert.deepEqual(timelineOf(lending).lend?.fields, ['handed', 'bearer', 'where', 'message'])
})

test('names titles by keys that the procedure needs', () => {
  const keys = new Set(textKeys(lending))
  for (const { title, order } of Object.values(timelineOf(lending))) {
    assert.ok(keys.has(title))
    assert.ok(keys.has(order))
  }
})
