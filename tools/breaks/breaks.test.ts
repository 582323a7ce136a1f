import assert from 'node:assert/strict'
import { test } from 'node:test'
import { breaks } from './list.ts'
import { tryBreaks } from './runner.ts'

test(`every one of ${breaks.length} rules broken in one line is noticed by a test`, async () => {
  const { unsound, results } = await tryBreaks(breaks)
  assert.deepEqual(unsound, [])
  const unnoticed = results.flatMap(({ broken, problems }) =>
    problems.map((problem) => `${broken.rule}, ${broken.does}: ${problem}`),
  )
  assert.deepEqual(unnoticed, [])
  assert.equal(results.length, breaks.length)
})
