import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ROLES, type Role } from '@counterpart/casework/language'
import type { Officer } from '../../api/types.ts'
import { mayReview } from './may-review.ts'

const may = (level: string, ...roles: Role[]) => mayReview({ roles, office: { level } } as Officer)

test('the review is asked for by those who lead at the ministry, and never by an administrator', () => {
  assert.deepEqual(ROLES.filter((role) => may('ministry', role)).toSorted(), [
    'approver',
    'legal-reviewer',
    'overseer',
    'secretary',
  ])
  for (const level of ['gate', 'province'])
    assert.deepEqual(
      ROLES.filter((role) => may(level, role)),
      [],
    )
  assert.equal(may('ministry', 'secretary', 'administrator'), false)
  assert.equal(may('ministry', 'duty-officer', 'approver'), true)
})
