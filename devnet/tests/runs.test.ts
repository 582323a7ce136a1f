import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { procedures } from '@counterpart/procedures'
import { runsOf } from '../../procedures/_drive.ts'
import { takeThrough, ways } from './_run-nodes.ts'

for (const { procedure } of procedures)
  for (const run of runsOf(procedure))
    test(`two nodes say of ${procedure.name} what ${run.file} says`, () => takeThrough(procedure, run))

after(() => {
  console.log(
    Object.entries(ways)
      .map(([way, steps]) => `${steps} steps ${way}`)
      .join(', '),
  )
  for (const [way, steps] of Object.entries(ways)) assert.ok(steps > 0, `no step was ${way}`)
})
