import assert from 'node:assert/strict'
import { test } from 'node:test'
import { killAtRandom } from './_processes.ts'
import { report } from './_run.ts'

const STEPS = 1000
const KILLS = 20

test(`two real nodes on PostgreSQL over a bad line, killed ${KILLS} times in ${STEPS} steps: every act once on both sides`, async (t) => {
  const tally = await killAtRandom(1, STEPS, (line) => console.log(line))
  for (const line of report(tally).split('\n')) t.diagnostic(line)
  assert.equal(tally.counts.get('kill -9'), KILLS)
  assert.ok(tally.recorded * 3 >= tally.steps)
})
