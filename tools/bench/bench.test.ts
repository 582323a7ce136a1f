import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figure, series } from '@counterpart/procedures'
import { measureExchange } from './exchange.ts'
import { exchangeReport, withExchange } from './exchange-report.ts'
import { measureFold } from './fold.ts'
import { openPair } from './pair.ts'
import { machine, report } from './report.ts'
import { measureSpaces } from './space.ts'
import { measureStage } from './stage.ts'
import { measureYears } from './years.ts'

test('the bench measures everything it shows, and says nothing about how fast that has to be', async () => {
  await using pair = await openPair()
  const stage = await measureStage(pair, 20, 0.01, () => undefined)
  const years = await measureYears(pair.a, [0.01, 0.02], 2)
  const folds = [measureFold(10, 2), measureFold(20, 2)]
  const spaces = measureSpaces([figure, series])
  const stages = [stage, { ...stage, size: 40, filled: { acts: 0, seconds: 0 } }]
  const amounts = { share: 0.01, waiting: 10, ages: [10, 20], programs: false }
  const exchange = await measureExchange(pair, amounts, () => undefined)
  const chapter = exchangeReport(exchange, machine(1))
  const text = withExchange(report(stages, years, folds, spaces, true, 1), chapter)
  assert.equal(withExchange(text, chapter), text)
  assert.ok(stage.bytes > 500)
  assert.ok(!/NaN|Infinity|undefined/.test(text), text)
  for (const line of text
    .replace(chapter.trimEnd(), '')
    .split('\n')
    .filter((one) => /^\| [^|]+ \| .* \| /.test(one)))
    assert.equal(line.split('|').length, 5, line)
})
