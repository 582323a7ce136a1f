import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Folds, foldsNow, unraised } from './_folds.ts'

const held: Folds = JSON.parse(readFileSync(new URL('./folds.json', import.meta.url), 'utf8'))

test('what is folded otherwise than the version before did has another number, by which nodes make it anew', () => {
  const found = foldsNow()
  assert.deepEqual(unraised(held, found), [], 'raise TALLY_RULE, then `npm run folds`')
  assert.deepEqual(found, held, '`npm run folds` writes folds.json')
  const [name = ''] = Object.keys(found.procedures)
  const other = { of: found.procedures[name]?.of ?? '', fold: 'another' }
  const before = { ...found, procedures: { ...found.procedures, [name]: other } }
  assert.deepEqual(unraised(before, found), [name])
  assert.deepEqual(unraised(before, { ...found, rule: found.rule + 1 }), [])
})
