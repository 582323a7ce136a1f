/** Applies one break at a time and looks whether a test notices. */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { canShare } from '../repository.ts'
import { type Break, timesIn } from './break.ts'
import { copyShelves, type Workspace } from './workspace.ts'

/** A test that has not ended by then has noticed nothing. Milliseconds. */
const PATIENCE = 120_000
/** Unbroken, many files go one after the other, on what pages leave of the machine. */
const PATIENCE_WITH_ALL = 900_000

/** What a test file said: titles of tests that failed, the first of them when it was stopped there. */
interface Said {
  passed: number
  failed: string[]
  /** Why it says nothing about rules: it did not load, or did not end. */
  trouble: string | null
}

export interface Result {
  broken: Break
  /** Title of the test that noticed, by test file. */
  noticed: Map<string, string>
  /** What is wrong; empty when every named file noticed. */
  problems: string[]
  seconds: number
}

export interface Outcome {
  /** Named tests that fail although nothing is broken, with why. */
  unsound: string[]
  results: Result[]
}

/**
 * `each` hears of every break when it was tried. Nothing is tried when a named test fails unbroken, since
 * what fails anyway proves nothing.
 */
export async function tryBreaks(
  breaks: readonly Break[],
  each: (result: Result) => void = () => undefined,
): Promise<Outcome> {
  using places = new DisposableStack()
  const free = Array.from({ length: availableParallelism() }, () => places.use(copyShelves()))
  const unsound: string[] = []
  await spread(unbroken(breaks, free.length), free, async (named, { directory }) => {
    const { passed, failed, trouble } = await runTests(directory, named, false)
    if (trouble !== null) unsound.push(`${named.files}: ${trouble}`)
    else if (failed.length > 0) unsound.push(`${named.files}: ${failed[0]}`)
    else if (passed === 0) unsound.push(`${named.files}: has no such tests`)
  })
  const results: Result[] = []
  if (unsound.length > 0) return { unsound, results }
  await spread(breaks, free, async (broken, place) => {
    const result = await tryOne(broken, place)
    results[breaks.indexOf(broken)] = result
    each(result)
  })
  return { unsound, results }
}

/** No titles: all tests of the files. */
interface Named {
  files: string[]
  titles: string[]
}

function namedBy(test: string): Named {
  const [file = '', title] = test.split(' > ')
  return { files: [file], titles: title === undefined ? [] : [title] }
}

/** Every named test once, by its file; of what can share a process as many files together as make a portion for each place. */
function unbroken(breaks: readonly Break[], places: number): Named[] {
  const tests = [...new Set(breaks.flatMap((one) => one.tests))].map(namedBy)
  const byFile = [...Map.groupBy(tests, ({ files }) => files.join()).values()].map(joined)
  const isShared = ({ files, titles }: Named) => files.every(canShare) && titles.length > 0
  const portions = Map.groupBy(byFile.filter(isShared).entries(), ([at]) => at % places)
  const shared = [...portions.values()].map((of) => joined(of.map(([, named]) => named)))
  return [...shared, ...byFile.filter((named) => !isShared(named))]
}

/** All tests of the files where one of them asks for all. */
function joined(some: readonly Named[]): Named {
  const isAll = some.some(({ titles }) => titles.length === 0)
  return {
    files: [...new Set(some.flatMap(({ files }) => files))],
    titles: isAll ? [] : some.flatMap(({ titles }) => titles),
  }
}

/** Every item once, as many at a time as there are places. */
async function spread<T>(
  items: readonly T[],
  places: readonly Workspace[],
  work: (item: T, place: Workspace) => Promise<void>,
): Promise<void> {
  const left = [...items]
  await Promise.all(
    places.map(async (place) => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item, place)
    }),
  )
}

async function tryOne(broken: Break, { directory }: Workspace): Promise<Result> {
  const started = performance.now()
  const path = join(directory, broken.file)
  const whole = readFileSync(path, 'utf8')
  const noticed = new Map<string, string>()
  const problems: string[] = []
  const found = timesIn(broken, whole)
  if (found !== 1) problems.push(`the text to break is ${found} times in ${broken.file}`)
  else
    try {
      writeFileSync(
        path,
        whole.replace(broken.find, () => broken.replace),
      )
      for (const test of broken.tests) {
        const named = namedBy(test)
        // A database that a test started is ended by that test.
        const { failed, trouble } = await runTests(directory, named, !test.includes('/postgres/'))
        if (trouble !== null) problems.push(`${test}: ${trouble}`)
        else if (failed[0] === undefined) problems.push(`${test} notices nothing`)
        else noticed.set(named.files.join(), failed.find((title) => title.includes(broken.rule)) ?? failed[0])
      }
    } finally {
      writeFileSync(path, whole)
    }
  return { broken, noticed, problems, seconds: (performance.now() - started) / 1000 }
}

/** `first`: stop at the first test that fails. */
function runTests(directory: string, { files, titles }: Named, first: boolean): Promise<Said> {
  return new Promise((resolve) => {
    const only = titles.map((title) => `--test-name-pattern=${escaped(title)}(?![0-9])`)
    const shared = files.length > 1 ? ['--test', '--test-isolation=none'] : []
    const patience = files.length > 1 ? PATIENCE_WITH_ALL : PATIENCE
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--test-reporter=tap', ...shared, ...only, ...files],
      {
        cwd: directory,
        env: { ...env, NODE_COMPILE_CACHE: join(directory, '.compiled') },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let output = ''
    let complaint = ''
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, patience)
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk
      if (first && /^\s*not ok \d+ - .*\n/m.test(output)) child.kill('SIGKILL')
    })
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk))
    child.on('close', (code) => {
      clearTimeout(timer)
      const titles = (word: string) => [...output.matchAll(new RegExp(`^ *${word} \\d+ - (.*)$`, 'gm'))]
      const failed = titles('not ok').map(([, title = '']) => title)
      const said = { passed: titles('ok').length, failed }
      if (failed.length > 0) resolve({ ...said, trouble: null })
      else if (late) resolve({ ...said, trouble: `does not end in ${patience / 1000} s` })
      else if (code !== 0) resolve({ ...said, trouble: `does not run: ${lastLine(complaint)}` })
      else resolve({ ...said, trouble: null })
    })
  })
}

function escaped(words: string): string {
  return words.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}

function lastLine(text: string): string {
  return text.split('\n').findLast((line) => /Error/.test(line)) ?? text.trim().slice(-200)
}
