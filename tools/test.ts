/** `npm test`: the checks, then every test of every shelf, then both sides in a real browser. */
import { spawn } from 'node:child_process'
import { files, isTest, root } from './repository.ts'

const started = performance.now()

function step(name: string, args: string[]): Promise<boolean> {
  console.log(`\n== ${name} (${Math.round((performance.now() - started) / 1000)} s)`)
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
      cwd: root,
      stdio: 'inherit',
    })
    child.on('close', (code) => resolve(code === 0))
  })
}

const tests = files().filter((file) => isTest(file) && /\.test\.ts$/.test(file))
/** Two nodes without a page: beside the shelves, where no browser waits for the other core. */
const PAGELESS = /^devnet\/tests\/(?:fuzz\/|runs\.test)/
const browser = tests.filter((file) => file.startsWith('devnet/') && !PAGELESS.test(file))
const units = tests.filter((file) => !browser.includes(file))

const reporter = process.stdout.isTTY ? [] : ['--test-reporter=dot', '--test-reporter-destination=stdout']
const passed =
  (await step('checks', ['tools/check.ts'])) &&
  (await step('shelves', ['--test', '--test-concurrency=2', ...reporter, ...units])) &&
  (browser.length === 0 || (await step('two nodes', ['--test', '--test-concurrency=1', ...browser])))
console.log(
  passed
    ? `\nEverything passed in ${Math.round((performance.now() - started) / 1000)} s.`
    : '\nSomething failed; see above.',
)
process.exit(passed ? 0 : 1)
