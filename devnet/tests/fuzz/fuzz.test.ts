import assert from 'node:assert/strict'
import { test } from 'node:test'
import { finds, runFind } from './_finds.ts'
import { newTally, report, runSchedule } from './_run.ts'
import { STEPS } from './_steps.ts'

const STEPS_EACH = 500
const SEEDS = 48
const AT_LEAST = 100
/** What comes of faults, and shows that they were no mere words. */
const FOLLOWS = [
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

for (let seed = 1; seed <= SEEDS; seed++)
  test(`two nodes over ${STEPS_EACH} steps and failures from seed ${seed}: one state, every act once, every receipt true`, async () => {
    await runSchedule(seed, STEPS_EACH, tally)
  })

for (const find of finds())
  test(`finds no more: ${find.found}`, async () => {
    await runFind(find)
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
