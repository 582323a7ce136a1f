import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { procedures } from '@counterpart/procedures'
import { type Run, runsOf } from '../../procedures/_drive.ts'
import { takeThrough, ways } from './_run-nodes.ts'
import { type OnPostgres, onPostgres } from './_run-postgres.ts'

let postgres: OnPostgres

before(async () => {
  postgres = await onPostgres()
})

for (const { procedure } of procedures) {
  const runs = runsOf(procedure)
  for (const run of runs)
    test(`two nodes say of ${procedure.name} what ${run.file} says`, () => takeThrough(procedure, run))

  const chosen = shortest(runs)
  if (chosen)
    test(`two nodes on PostgreSQL say of ${procedure.name} what ${chosen.file} says`, () =>
      takeThrough(procedure, chosen, postgres.storeOf))
}

/** Of those that show what has effect and what is refused. */
function shortest(runs: readonly Run[]): Run | undefined {
  const said = ({ steps }: Run) => new Set(steps.map(({ expect }) => expect.verdict === 'effective'))
  return runs
    .filter((run) => said(run).size === 2)
    .toSorted((one, other) => one.steps.length - other.steps.length)[0]
}

after(async () => {
  await postgres[Symbol.asyncDispose]()
  console.log(
    Object.entries(ways)
      .map(([way, steps]) => `${steps} steps ${way}`)
      .join(', '),
  )
})

// Last, and by itself: one procedure alone need not take its steps in every way.
test('every way in which a step can be taken was taken', () => {
  for (const [way, steps] of Object.entries(ways)) assert.ok(steps > 0, `no step was ${way}`)
})
