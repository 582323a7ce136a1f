/**
 * `npm run test:long`: a million steps in memory, 20,000 on PostgreSQL with processes that are killed, a million changed
 * messages at the peer endpoint. Smaller numbers can be asked for, and 0 for none of one kind; all but the processes are
 * spread over the cores. With `--write` the chapters in `docs/fuzz.md` of what was run are written anew.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { type Answered, addAnswered, reportPeer } from './_peer.ts'
import { killAtRandom } from './_processes.ts'
import { add, newTally, report } from './_run.ts'
import { Threads } from './_threads.ts'

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '1000000' },
    processes: { type: 'string', default: '20000' },
    messages: { type: 'string', default: '1000000' },
    first: { type: 'string', default: '1001' },
    threads: { type: 'string', default: String(availableParallelism()) },
    write: { type: 'boolean', default: false },
  },
})
const EACH = 500
/** Messages at one node: so many that what it kept of each would show. */
const EACH_NODE = 50_000
const started = performance.now()
const seconds = () => Math.round((performance.now() - started) / 1000)
/** Steps after which it is said how far it is. */
const SHOWN = 10_000
const threads = new Threads(Number(values.threads))
const chapters = new Map<string, string>()
const failures: string[] = []

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`

function keep(title: string, text: string): void {
  console.log(`\n${title}\n${text}`)
  const day = new Date().toISOString().slice(0, 10)
  chapters.set(title, `## ${title}\n\n\`\`\`\ncommit ${commit}, ${day}, ${machine}\n${text}\n\`\`\`\n\n`)
}

const seeds = Math.ceil(Number(values.steps) / EACH)
const first = Number(values.first)
if (seeds > 0) {
  const tally = newTally()
  const begun = seconds()
  await Promise.all(
    Array.from({ length: seeds }, async (_, at) => {
      const { tally: more, failure } = await threads.run({ kind: 'seed', seed: first + at, steps: EACH })
      add(tally, more)
      if (failure !== null) {
        failures.push(failure)
        console.error(failure)
      }
      if (tally.steps % SHOWN === 0) console.log(`${tally.steps} steps after ${seconds()} s`)
    }),
  )
  keep(
    'Two nodes in memory',
    `seeds ${first} to ${first + seeds - 1}, ${EACH} steps each, ${seconds() - begun} s\n${report(tally)}`,
  )
}
const messages = Number(values.messages)
if (messages > 0) {
  const begun = seconds()
  const answered: Answered = { inputs: 0, answers: new Map(), incidents: [] }
  const nodes = Math.ceil(messages / EACH_NODE)
  await Promise.all(
    Array.from({ length: nodes }, async (_, at) => {
      const inputs = Math.min(EACH_NODE, messages - at * EACH_NODE)
      addAnswered(answered, await threads.run({ kind: 'messages', seed: first + at, inputs }))
      console.log(`${answered.inputs} messages after ${seconds()} s`)
    }),
  )
  keep(
    'Changed messages at the peer endpoint',
    `seeds ${first} to ${first + nodes - 1}, ${seconds() - begun} s\n${reportPeer(answered)}`,
  )
}
const processes = Number(values.processes)
if (processes > 0) {
  const begun = seconds()
  const tally = await killAtRandom(first, processes, (line) => console.log(line))
  keep(
    'Two processes on PostgreSQL, killed at random',
    `seed ${first}, ${seconds() - begun} s\n${report(tally)}`,
  )
}

await threads[Symbol.asyncDispose]()
if (failures.length > 0) {
  console.error(`${failures.length} of ${seeds} seeds failed:\n${failures.join('\n')}`)
  process.exitCode = 1
}

if (values.write) {
  const page = new URL('../../../docs/fuzz.md', import.meta.url)
  let text = readFileSync(page, 'utf8')
  for (const [title, chapter] of chapters) {
    const at = text.indexOf(`## ${title}\n`)
    const end = text.indexOf('\n## ', at) + 1
    if (at < 0 || end === 0) throw new Error(`docs/fuzz.md has no chapter ${title}`)
    text = text.slice(0, at) + chapter + text.slice(end)
  }
  writeFileSync(page, text)
}
