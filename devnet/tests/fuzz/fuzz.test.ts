import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newTally, report, runSchedule } from './_run.ts'
import { PINNED } from './_seeds.ts'
import { STEPS } from './_steps.ts'

const STEPS_EACH = 500
const SEEDS = 48
const AT_LEAST = 100
/** What comes of faults, and shows that they were no mere words. */
const FOLLOWS = ['a new log is begun', 'an act was lost with its machine', 'a part is destroyed']

const tally = newTally()

for (let seed = 1; seed <= SEEDS; seed++)
  test(`two nodes over ${STEPS_EACH} steps and failures from seed ${seed}: one state, every act once, every receipt true`, async () => {
    await runSchedule(seed, STEPS_EACH, tally)
  })

for (const { seed, steps, found } of PINNED)
  test(`seed ${seed} finds no more that ${found}`, {
    skip: seed <= SEEDS && steps === STEPS_EACH,
  }, async () => {
    await runSchedule(seed, steps)
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
