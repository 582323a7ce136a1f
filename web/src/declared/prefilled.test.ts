import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prefilled } from './prefilled.ts'

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
