import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FieldOf } from './acting.ts'
import { prefilled, raisable } from './prefilled.ts'

const raise = { level: 'province', ours: 'north', theirs: null } as const

test('raising begins with the next level and the offices there, as far as any is named', () => {
  const found = prefilled({ raises: true } as never, { raise }, 'gate')
  assert.deepEqual(found, { 'raised-to': 'province', 'our-office': 'north' })
  assert.deepEqual(prefilled({ raises: true } as never, { raise: null }, 'gate'), {})
})

test('what is decided at a level above is decided at that of the officer', () => {
  assert.deepEqual(prefilled({ level: 'above' } as never, { raise }, 'ministry'), {
    'decided-at': 'ministry',
  })
})

test('other acts begin empty', () => {
  assert.deepEqual(prefilled({} as never, { raise }, 'gate'), {})
  assert.deepEqual(prefilled(undefined, { raise }, 'gate'), {})
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
