/** `npm test`: the checks, then every test that only computes, then nodes and both sides in a real browser. */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { files, isTest, onlyComputes, root } from './repository.ts'

const started = performance.now()

/** Commands of one step go beside each other. */
async function step(name: string, ...commands: string[][]): Promise<boolean> {
  console.log(`\n== ${name} (${Math.round((performance.now() - started) / 1000)} s)`)
  const codes = await Promise.all(commands.map(run))
  return codes.every((code) => code === 0)
}

function run(args: string[]): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: root,
      stdio: 'inherit',
    })
    child.on('close', resolve)
  })
}

const reporter = process.stdout.isTTY ? [] : ['--test-reporter=dot', '--test-reporter-destination=stdout']
const tests = files().filter((file) => isTest(file) && /\.test\.ts$/.test(file))
/** To load what they need takes longer than most tests do: it is done once for all. */
const together = tests.filter(onlyComputes)
/** Two nodes with the public record and a browser: by itself, for whoever waits at a page waits in seconds. */
const pages = 'devnet/tests/sides.test.ts'
/** Each in a process of its own. */
const apart = tests.filter((file) => file !== pages && !together.includes(file))
const cores = Math.max(2, availableParallelism())

const passed =
  (await step('checks', ['tools/check.ts'])) &&
  (await step(
    'shelves',
    ...Array.from({ length: cores }, (_, at) => [
      '--test',
      '--test-isolation=none',
      `--test-shard=${at + 1}/${cores}`,
      ...reporter,
      ...together,
    ]),
  )) &&
  (await step('nodes', ['--test', `--test-concurrency=${cores}`, ...reporter, ...apart])) &&
  (await step('both sides in a browser', ['--test', pages]))
console.log(
  passed
    ? `\nEverything passed in ${Math.round((performance.now() - started) / 1000)} s.`
    : '\nSomething failed; see above.',
)
process.exit(passed ? 0 : 1)
