import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notItsTurn } from '../repository.ts'
import { breaks } from './list.ts'
import { tryBreaks } from './runner.ts'

/** All of them take as long as every other test together: each commit tries one in so many, `npm run breaks` tries all. */
const AMONG = 24
const tried = breaks.filter((_, at) => !notItsTurn(at % AMONG, AMONG))

test(`every one of ${tried.length} rules broken in one line is noticed by a test`, async () => {
  assert.ok(tried.length > 0)
  const { unsound, results } = await tryBreaks(tried)
  assert.deepEqual(unsound, [])
  const unnoticed = results.flatMap(({ broken, problems }) =>
    problems.map((problem) => `${broken.rule}, ${broken.does}: ${problem}`),
  )
  assert.deepEqual(unnoticed, [])
  assert.equal(results.length, tried.length)
})
