/**
 * `npm run fuzz -- [--seed S] [--steps N] [--seeds COUNT]`: two nodes from seeds; a failure says how to repeat it.
 * With `--keep NAME`: what failed is made shorter step by step and kept in `finds`, for every `npm test`. With `--peer`: N
 * changed messages at the peer endpoint of one node.
 */
import { parseArgs } from 'node:util'
import { keep, shortened } from './_finds.ts'
import { mutate, reportPeer } from './_peer.ts'
import { FuzzFailure, newTally, report, runSchedule, shrunk } from './_run.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    steps: { type: 'string' },
    seeds: { type: 'string' },
    peer: { type: 'boolean' },
    keep: { type: 'string' },
  },
})
const number = (given: string | undefined, otherwise: number): number => {
  const wanted = given === undefined ? otherwise : Number(given)
  if (Number.isSafeInteger(wanted) && wanted >= 0) return wanted
  console.error(`${given} is no whole number`)
  process.exit(2)
}
const first = number(values.seed, 1)
const steps = number(values.steps, 500)
const seeds = number(values.seeds, values.seed === undefined ? 10 : 1)
if (values.peer) {
  const shown = (done: number) => {
    if (process.stdout.isTTY && done % 1000 === 0) process.stdout.write(`\r${done} of ${steps} `)
  }
  console.log(reportPeer(await mutate(first, steps, shown)))
  process.exit(0)
}
const tally = newTally()
const started = performance.now()
try {
  for (let seed = first; seed < first + seeds; seed++) {
    await runSchedule(seed, steps, tally)
    if (process.stdout.isTTY) process.stdout.write(`\rseed ${seed}: ${tally.steps} steps `)
  }
  console.log(`\n${report(tally)}\n${((performance.now() - started) / 1000).toFixed(1)} s`)
} catch (error) {
  if (!(error instanceof FuzzFailure)) throw error
  console.error(error.message)
  const fewest = await shrunk(error.seed, error.step)
  console.error(`fewest steps: npm run fuzz -- --seed ${error.seed} --steps ${fewest}`)
  if (values.keep) {
    const found = error.message.split('\n', 1)[0]?.replace(/^seed \d+, step \d+: /, '') ?? ''
    const find = await shortened(error.seed, fewest, found, (left) => {
      if (process.stdout.isTTY) process.stdout.write(`\r${left} steps left `)
    })
    if (find) keep(values.keep, find)
  }
  process.exit(1)
}
