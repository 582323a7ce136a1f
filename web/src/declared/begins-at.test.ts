import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apartFrom, beginsAt } from './begins-at.ts'

test('a dossier begins at the level that was chosen, and where its procedure has none such at the lowest', () => {
  assert.equal(beginsAt(['gate', 'province', 'ministry'], 'province'), 'province')
  assert.equal(beginsAt(['province', 'ministry'], 'gate'), 'province')
})

test('an office of another level than the dossier is told, and one of the same is not', () => {
  assert.equal(apartFrom('ministry', { level: 'gate' }), 'gate')
  assert.equal(apartFrom('gate', { level: 'gate' }), null)
  assert.equal(apartFrom('gate', undefined), null)
})
