import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Role } from '@counterpart/casework/language'
import type { Declared } from '../api/types.ts'
import { canOpen } from './acting.ts'

function declared(of: { once?: boolean; opener?: 'either' | 'first'; agreed?: boolean }): Declared {
  const { agreed = true, once = false, opener = 'either' } = of
  const acts = { begin: { opens: true, roles: ['secretary'] } }
  return { agreed, procedure: { name: 'pact', once, opener, levels: ['ministry'], acts } } as never
}

function opener(of: { side?: string; level?: 'gate' | 'ministry'; roles?: Role[]; opened?: string[] } = {}) {
  const { side = 'aaa', level = 'ministry', roles = ['secretary'], opened = [] } = of
  return { side, level, roles, relation: { other: 'bbb', opened } }
}

test('what there is one of can be opened until it is there', () => {
  const pact = declared({ once: true })
  assert.equal(canOpen(pact, opener()), true)
  assert.equal(canOpen(pact, opener({ opened: ['another'] })), true)
  assert.equal(canOpen(pact, opener({ opened: ['pact'] })), false)
  assert.equal(canOpen(declared({}), opener({ opened: ['pact'] })), true)
})

test('what the first side opens is opened by no other', () => {
  const pact = declared({ opener: 'first' })
  assert.equal(canOpen(pact, opener({ side: 'aaa' })), true)
  assert.equal(canOpen(pact, opener({ side: 'ccc' })), false)
  assert.equal(canOpen(declared({}), opener({ side: 'ccc' })), true)
})

test('nothing is opened at another level, without the role, or before both have agreed to it', () => {
  assert.equal(canOpen(declared({}), opener({ level: 'gate' })), false)
  assert.equal(canOpen(declared({}), opener({ roles: ['approver'] })), false)
  assert.equal(canOpen(declared({}), opener({ roles: ['secretary', 'administrator'] })), false)
  assert.equal(canOpen(declared({ agreed: false }), opener()), false)
})
