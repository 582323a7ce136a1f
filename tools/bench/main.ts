/**
 * `npm run bench [-- --quick] [-- --write] [-- --exchange]`: acts a second end to end between two nodes, beside a plain durable
 * insert and a signature of the same minute, and how each changes as the log grows. With `--exchange` that chapter alone.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { procedures } from '@counterpart/procedures'
import { root } from '../repository.ts'
import { measureExchange } from './exchange.ts'
import { exchangeReport, withExchange } from './exchange-report.ts'
import { measureFold } from './fold.ts'
import { openPair } from './pair.ts'
import { machine, report } from './report.ts'
import { agreeCommitments } from './review.ts'
import { measureSpaces } from './space.ts'
import { measureStage, type Stage } from './stage.ts'
import { measureYears } from './years.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    exchange: { type: 'boolean', default: false },
    waiting: { type: 'string', default: '100000' },
  },
})
const begun = performance.now()
const seconds = () => (performance.now() - begun) / 1000

function say(what: string): void {
  process.stderr.write(`${seconds().toFixed(0).padStart(5)} s  ${what}\n`)
}

say('starting two nodes on two databases')
await using pair = await openPair()
pair.commitments.push(...(await agreeCommitments(pair)))
const page = join(root, 'docs', 'bench.md')
const exchange = await measureExchange(
  pair,
  {
    share: values.quick ? 0.2 : 1,
    waiting: values.quick ? 2_000 : Number(values.waiting),
    ages: values.quick ? [1_000, 10_000] : [1_000, 10_000, 100_000, 1_000_000],
    programs: true,
  },
  say,
)
const chapter = exchangeReport(exchange, machine(seconds()))
const text = values.exchange ? withExchange(readFileSync(page, 'utf8'), chapter) : await whole(chapter)
process.stdout.write(values.exchange ? chapter : text)
if (values.write) {
  writeFileSync(page, text)
  say('written to docs/bench.md')
}

async function whole(last: string): Promise<string> {
  // What waited above is no part of how a log that grows is measured.
  await using fresh = await openPair()
  const stages: Stage[] = []
  for (const size of values.quick ? [1_000, 3_000] : [1_000, 2_000, 20_000, 100_000])
    stages.push(await measureStage(fresh, size, values.quick ? 0.4 : 1, say))
  say('counts of many years')
  const years = await measureYears(fresh.a, values.quick ? [1, 2] : [1, 3, 10], 20)
  say('one long dossier')
  const folds = [100, 1_000, 10_000].map((acts) => measureFold(acts, 20))
  say('everything that can come about')
  const spaces = measureSpaces(procedures.map(({ procedure }) => procedure))
  return withExchange(report(stages, years, folds, spaces, values.quick, seconds()), last)
}
