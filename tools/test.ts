/** `npm test [-- --all]`: the checks, then every test that can share a process, then nodes, then both sides in a real browser. */
import { spawn } from 'node:child_process'
import { availableParallelism, constants, setPriority } from 'node:os'
import { ALL, canShare, files, isTest, root } from './repository.ts'

const started = performance.now()
if (process.argv.includes('--all')) process.env[ALL] = '1'

interface Command {
  args: string[]
  /** Takes only what the others of its step leave. */
  gives?: true
}

/** Commands of one step go beside each other. */
async function step(name: string, ...commands: Command[]): Promise<boolean> {
  console.log(`\n== ${name} (${Math.round((performance.now() - started) / 1000)} s)`)
  const codes = await Promise.all(commands.map(run))
  return codes.every((code) => code === 0)
}

function run({ args, gives }: Command): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: root,
      stdio: 'inherit',
    })
    child.on('close', resolve)
    if (gives && child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
  })
}

const reporter = process.stdout.isTTY ? [] : ['--test-reporter=dot', '--test-reporter-destination=stdout']
const tests = files().filter((file) => isTest(file) && /\.test\.ts$/.test(file))
/** To load what they need takes longer than most tests do: it is done once for all. */
const together = tests.filter(canShare)
/** One socket that a test of hundreds leaves open would hold their process for good. */
const asOne = ['--test-isolation=none', '--test-force-exit']
/** Two nodes with the public record and a browser: whoever waits at a page leaves a third of the machine idle. */
const pages = 'devnet/tests/sides.test.ts'
/** Long, and in no hurry: they take that third, one after the other. */
const unhurried = ['tools/breaks/breaks.test.ts', 'devnet/tests/fuzz/mutations.test.ts']
/** Each in a process of its own. */
const apart = tests.filter((file) => file !== pages && !unhurried.includes(file) && !together.includes(file))
const cores = Math.max(2, availableParallelism())

const passed =
  (await step('checks', { args: ['tools/check.ts'] })) &&
  (await step(
    'shelves',
    ...Array.from({ length: cores }, (_, at) => ({
      args: ['--test', ...asOne, `--test-shard=${at + 1}/${cores}`, ...reporter, ...together],
    })),
  )) &&
  (await step('nodes', {
    // One of them waits for processes that it has killed.
    args: ['--test', `--test-concurrency=${cores + 1}`, ...reporter, ...apart],
  })) &&
  (await step(
    'both sides in a browser, what breaks when a rule is broken, and changed messages',
    { args: ['--test', pages] },
    { args: ['--test', '--test-concurrency=1', ...reporter, ...unhurried], gives: true },
  ))
console.log(
  passed
    ? `\nEverything passed in ${Math.round((performance.now() - started) / 1000)} s.`
    : '\nSomething failed; see above.',
)
process.exit(passed ? 0 : 1)
