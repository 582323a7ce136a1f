import assert from 'node:assert/strict'
import test from 'node:test'
import type { Procedure } from '../language/index.ts'
import { check, play } from './_guarded.ts'
import { safeguard } from './_safeguard.ts'
import { AAA, DAY, MONDAY } from './_sample.ts'
import { wakeOf } from './wakes.ts'

const HOUR = 3600
const raisedBy = (act: string, at: number) =>
  play({ side: AAA, act, kept: { 'raised-to': 'province' }, at }).state

/** The same declaration, since in what order its acts are named is no part of it. */
const reversed: Procedure = {
  ...safeguard,
  acts: Object.fromEntries(Object.entries(safeguard.acts).reverse()),
}

test('PROCEDURE-20 late and not looked at, it is raised for what it was not raised for before', () => {
  for (const procedure of [safeguard, reversed]) {
    const unopened = raisedBy('raise-unopened', 2 * HOUR + 1)
    assert.deepEqual(wakeOf(procedure, unopened), { act: 'raise-late', at: MONDAY + 2 * HOUR + 1 + DAY })
    const late = raisedBy('raise-late', 8 * HOUR + 1)
    assert.deepEqual(wakeOf(procedure, late), { act: 'raise-unopened', at: MONDAY + 8 * HOUR + 1 + DAY })
  }
})

test('PROCEDURE-20 what is over earlier is raised for earlier', () => {
  for (const procedure of [safeguard, reversed])
    assert.deepEqual(wakeOf(procedure, play().state), { act: 'raise-unopened', at: MONDAY + 2 * HOUR + 1 })
})

test('PROCEDURE-20 a raising for where nobody said no wakes until somebody does', () => {
  const { 'raise-unopened': _, ...acts } = safeguard.acts
  const late = { ...safeguard.acts['raise-late'], when: { not: { saidNo: 'proportionality' } } }
  const procedure = { ...safeguard, acts: { ...acts, 'raise-late': late } } as Procedure
  const at = MONDAY + 8 * HOUR + 1
  assert.deepEqual(wakeOf(procedure, play().state), { act: 'raise-late', at })
  assert.equal(wakeOf(procedure, play(check('failed')).state), null)
})
