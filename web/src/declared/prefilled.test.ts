import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Dossier, Level } from '../api/types.ts'
import type { FieldOf } from './acting.ts'
import { prefilled, raisable } from './prefilled.ts'

const raise = { level: 'province', ours: 'north', theirs: null } as const

/** The form of this act in a dossier of a procedure with two lists. */
function begins(act: object, dossier: Partial<Dossier>, at: Level = 'gate') {
  const list = (part: string) => ({ kind: 'list', part, row: {}, needs: [] })
  const procedure = {
    acts: { act: { needs: [], ...act } },
    fields: { kept: list('kept'), beside: list('kept'), shown: list('kept'), who: list('personal') },
    plays: { as: 'directory', slots: { title: 'title', points: 'shown-first shown', holders: 'who' } },
  }
  return prefilled(procedure as never, 'act', { raise: null, fields: {}, ...dossier }, at)
}

test('raising begins with the next level and the offices there, as far as any is named', () => {
  assert.deepEqual(begins({ raises: true }, { raise }), { 'raised-to': 'province', 'our-office': 'north' })
  assert.deepEqual(begins({ raises: true }, {}), {})
})

test('what is decided at a level above is decided at that of the officer', () => {
  assert.deepEqual(begins({ level: 'above' }, { raise }, 'ministry'), { 'decided-at': 'ministry' })
})

test('a proposal of a whole list begins with the one that stands, and with nobody who is named in it', () => {
  const fields = {
    kept: [{ name: 'answer' }],
    beside: [{ name: 'aaa' }],
    who: [{ name: 'somebody' }],
    other: 'text',
  }
  const proposal = { proposes: true, needs: ['kept', 'who', 'other'] }
  assert.deepEqual(begins(proposal, { fields }), { kept: fields.kept })
  assert.deepEqual(begins(proposal, {}), {})
  assert.deepEqual(begins({ needs: ['kept'] }, { fields }), {})
  // A list that may be left out stands beside one that is needed, and in no other proposal.
  assert.deepEqual(begins({ proposes: true, needs: ['kept'], may: ['beside', 'who'] }, { fields }), {
    kept: fields.kept,
    beside: fields.beside,
  })
  assert.deepEqual(begins({ proposes: true, needs: ['other'], may: ['beside'] }, { fields }), {})
})

test('a list that the record shows is said anew from the one that stands', () => {
  const fields = { shown: [{ name: 'post' }], kept: [{ name: 'answer' }], who: [{ name: 'somebody' }] }
  assert.deepEqual(begins({ needs: ['shown', 'kept', 'who'] }, { fields }), { shown: fields.shown })
  assert.deepEqual(begins({ needs: ['shown'] }, {}), {})
  // What may be left out stands on without being said.
  assert.deepEqual(begins({ needs: ['kept'], may: ['shown'] }, { fields }), {})
})

test('other acts begin empty', () => {
  assert.deepEqual(begins({}, { raise }), {})
  assert.deepEqual(prefilled({ acts: {}, fields: {}, plays: null }, 'act', { raise, fields: {} }, 'gate'), {})
})

test('a dossier is raised to a level of its procedure from the next one up, and other choices stay', () => {
  const choice = (name: string, of: string[]): FieldOf => ({
    name,
    field: { kind: 'choice', part: 'kept', of },
    needed: true,
  })
  const levels = choice('raised-to', ['gate', 'province', 'ministry'])
  const other = choice('pace', ['slow', 'quick'])
  const above = (of: string[]) => [choice('raised-to', of), other]
  const found = (known: Record<string, unknown>) =>
    raisable([levels, other], ['gate', 'province', 'ministry'], known)
  assert.deepEqual(found({ 'raised-to': 'province' }), above(['province', 'ministry']))
  assert.deepEqual(found({ 'raised-to': 'ministry' }), above(['ministry']))
  assert.deepEqual(found({}), [levels, other])
  assert.deepEqual(
    raisable([levels, other], ['gate', 'ministry'], { 'raised-to': 'ministry' }),
    above(['ministry']),
  )
})
