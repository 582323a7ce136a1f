import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headOf } from '../repository.ts'
import { breaks } from './list.ts'
import { tryBreaks } from './runner.ts'

/** All of them take as long as every other test together: each commit tries another part, `npm run breaks` tries all. */
const PARTS = 8
const part = Number.parseInt(headOf().slice(-1), 16) % PARTS
const tried = breaks.filter((_, at) => at % PARTS === part)

test(`every one of ${tried.length} rules broken in one line is noticed by a test (part ${part + 1} of ${PARTS})`, async () => {
  const { unsound, results } = await tryBreaks(tried)
  assert.deepEqual(unsound, [])
  const unnoticed = results.flatMap(({ broken, problems }) =>
    problems.map((problem) => `${broken.rule}, ${broken.does}: ${problem}`),
  )
  assert.deepEqual(unnoticed, [])
  assert.ok(tried.length > 0)
  assert.equal(results.length, tried.length)
})
