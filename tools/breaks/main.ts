/** `npm run breaks [-- word]`: breaks each rule once, or those whose line has the word, and shows who notices. */
import { basename } from 'node:path'
import { breaks } from './list.ts'
import { type Result, tryBreaks } from './runner.ts'

const word = process.argv[2] ?? ''
const chosen = breaks.filter((one) => `${one.rule} ${one.does} ${one.file}`.includes(word))
const started = performance.now()

function line({ broken, noticed, problems, seconds }: Result): string {
  const who = [...noticed].map(([file, title]) => `${basename(file)}: ${title.slice(0, 60)}`)
  const said = problems.length > 0 ? `NOT FOUND  ${problems.join('; ')}` : who.join(' | ')
  return `${broken.rule.padEnd(14)} ${broken.does.padEnd(72)} ${seconds.toFixed(1).padStart(5)} s  ${said}`
}

const { unsound, results } = await tryBreaks(chosen, (result) => console.log(line(result)))
for (const problem of unsound) console.log(`fails although nothing is broken: ${problem}`)
const missed = results.filter((result) => result.problems.length > 0)
const seconds = Math.round((performance.now() - started) / 1000)
console.log(`${results.length - missed.length} of ${chosen.length} breaks found in ${seconds} s`)
process.exit(unsound.length === 0 && missed.length === 0 ? 0 : 1)
