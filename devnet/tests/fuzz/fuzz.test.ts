import assert from 'node:assert/strict'
import { availableParallelism } from 'node:os'
import { after, describe, test } from 'node:test'
import { BOTH_LOST } from './_both-lost.ts'
import { finds } from './_finds.ts'
import { add, newTally, report, runSchedule } from './_run.ts'
import { STEPS } from './_steps.ts'
import { type Job, Threads } from './_threads.ts'

const STEPS_EACH = 500
const SEEDS = 56
const AT_LEAST = 100
/** What comes of faults, and shows that they were no mere words. */
const FOLLOWS = [
  BOTH_LOST,
  'a new log is begun',
  'an act was lost with its machine',
  'a part is destroyed',
  'a key is changed',
  'a key is revoked',
  'a key for sealing is changed',
  'rebuilt from the keys alone',
  'an upload cut off',
  'a file has come',
]

const tally = newTally()
const threads = new Threads(availableParallelism())

async function passes(job: Job & { kind: 'seed' | 'find' }): Promise<void> {
  const { tally: more, failure } = await threads.run(job)
  assert.equal(failure, null)
  if (job.kind === 'seed') add(tally, more)
}

after(() => threads[Symbol.asyncDispose]())

describe('schedules', { concurrency: true }, () => {
  for (let seed = 1; seed <= SEEDS; seed++)
    test(`two nodes over ${STEPS_EACH} steps and failures from seed ${seed}: one state, every act once, every receipt true`, () =>
      passes({ kind: 'seed', seed, steps: STEPS_EACH }))

  for (const find of finds()) test(`finds no more: ${find.found}`, () => passes({ kind: 'find', find }))
})

test(`in ${SEEDS * STEPS_EACH} steps every fault happened, and a third of them recorded an act`, (t) => {
  for (const line of report(tally).split('\n')) t.diagnostic(line)
  assert.equal(tally.steps, SEEDS * STEPS_EACH)
  assert.ok(tally.recorded * 3 >= tally.steps)
  const faults = STEPS.filter(({ isFault }) => isFault).map(({ name }) => name)
  for (const name of [...faults, ...FOLLOWS]) {
    const times = tally.counts.get(name) ?? 0
    assert.ok(times >= AT_LEAST, `${name} happened ${times} times`)
  }
})

test('the same seed is the same schedule', async () => {
  const [one, again] = [await runSchedule(7, 120), await runSchedule(7, 120)]
  assert.deepEqual(one, again)
})
