/**
 * `npm run bench [-- --quick] [-- --write]`: acts a second end to end between two nodes, beside a plain durable
 * insert and a signature of the same minute, and how each changes as the log grows.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { procedures } from '@counterpart/procedures'
import { root } from '../repository.ts'
import { measureFold } from './fold.ts'
import { openPair } from './pair.ts'
import { report } from './report.ts'
import { measureSpaces } from './space.ts'
import { measureStage, type Stage } from './stage.ts'
import { measureYears } from './years.ts'

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, write: { type: 'boolean', default: false } },
})
const begun = performance.now()
const seconds = () => (performance.now() - begun) / 1000

function say(what: string): void {
  process.stderr.write(`${seconds().toFixed(0).padStart(5)} s  ${what}\n`)
}

say('starting two nodes on two databases')
await using pair = await openPair()
const stages: Stage[] = []
for (const size of values.quick ? [1_000, 3_000] : [1_000, 2_000, 20_000, 100_000])
  stages.push(await measureStage(pair, size, values.quick ? 0.4 : 1, say))
say('counts of many years')
const years = await measureYears(pair.a, values.quick ? [1, 2] : [1, 3, 10], 20)
say('one long dossier')
const folds = [100, 1_000, 10_000].map((acts) => measureFold(acts, 20))
say('everything that can come about')
const spaces = measureSpaces(procedures.map(({ procedure }) => procedure))
const text = report(stages, years, folds, spaces, values.quick, seconds())
process.stdout.write(text)
if (values.write) {
  writeFileSync(join(root, 'docs', 'bench.md'), text)
  say('written to docs/bench.md')
}
