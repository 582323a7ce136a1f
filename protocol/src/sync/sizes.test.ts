import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAll, vectors } from '../_vectors.ts'
import { formatSizes, parseSizes, type Sizes } from './sizes.ts'

test('SYNC-9 the answer to the question for the sizes is read and refused as the vectors say', () => {
  runAll('sizes', parseSizes)
})

test('SYNC-9 what is read is what was written', () => {
  for (const { input, expected } of vectors<string, Sizes>('sizes'))
    if (expected) assert.equal(formatSizes(expected), input)
})
