import { test } from 'node:test'
import { procedures } from '@counterpart/procedures'
import { runsOf } from '../../procedures/_drive.ts'
import { takeThrough } from './_run-nodes.ts'

for (const { procedure } of procedures)
  for (const run of runsOf(procedure))
    test(`two nodes say of ${procedure.name} what ${run.file} says`, () => takeThrough(procedure, run))
