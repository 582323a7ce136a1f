import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { procedures } from '@counterpart/procedures'
import { type Run, runsOf } from '../../procedures/_drive.ts'
import { notItsTurn } from '../../tools/repository.ts'
import { takeThrough, ways } from './_run-nodes.ts'
import { type OnPostgres, onPostgres } from './_run-postgres.ts'

let postgres: OnPostgres

before(async () => {
  postgres = await onPostgres()
})

/** What they are folded to is asked of every run in `procedures`; here each commit takes one in so many through two nodes. */
const AMONG = 3

for (const [nth, { procedure }] of procedures.entries()) {
  const runs = runsOf(procedure)
  for (const [at, run] of runs.entries())
    test(`two nodes say of ${procedure.name} what ${run.file} says`, { skip: notItsTurn(at, AMONG) }, () =>
      takeThrough(procedure, run),
    )

  const chosen = shortest(runs)
  if (chosen)
    test(
      `two nodes on PostgreSQL say of ${procedure.name} what ${chosen.file} says`,
      { skip: notItsTurn(nth, AMONG) },
      () => takeThrough(procedure, chosen, postgres.storeOf),
    )
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
