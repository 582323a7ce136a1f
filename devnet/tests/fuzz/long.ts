/**
 * `npm run test:long`: a million steps in memory, 20,000 on PostgreSQL with processes that are killed, a million changed
 * messages at the peer endpoint. Smaller numbers can be asked for, and 0 for none of one kind; the steps in memory take as
 * many threads as there are cores. With `--write` the chapters in `docs/fuzz.md` of what was run are written anew.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { mutate, reportPeer } from './_peer.ts'
import { killAtRandom } from './_processes.ts'
import { newTally, report, type Tally } from './_run.ts'
import type { Ran, Wanted } from './schedules-thread.ts'

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
/** Seeds that one thread takes, so that what it leaves behind goes with it. */
const AT_ONCE = 20
const started = performance.now()
const seconds = () => Math.round((performance.now() - started) / 1000)
const chapters = new Map<string, string>()
const failures: string[] = []

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`

function keep(title: string, text: string): void {
  console.log(`\n${title}\n${text}`)
  const day = new Date().toISOString().slice(0, 10)
  chapters.set(title, `## ${title}\n\n\`\`\`\ncommit ${commit}, ${day}, ${machine}\n${text}\n\`\`\`\n\n`)
}

function inThread(wanted: Wanted): Promise<Ran> {
  const thread = new Worker(new URL('schedules-thread.ts', import.meta.url), { workerData: wanted })
  return new Promise((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('error', reject)
  })
}

function addTo(tally: Tally, { steps, recorded, counts }: Tally): void {
  tally.steps += steps
  tally.recorded += recorded
  for (const [what, times] of counts) tally.counts.set(what, (tally.counts.get(what) ?? 0) + times)
}

const seeds = Math.ceil(Number(values.steps) / EACH)
const first = Number(values.first)
if (seeds > 0) {
  const tally = newTally()
  const begun = seconds()
  let next = first
  const oneAfterAnother = async () => {
    while (next < first + seeds) {
      const wanted = { first: next, seeds: Math.min(AT_ONCE, first + seeds - next), steps: EACH }
      next += wanted.seeds
      const ran = await inThread(wanted)
      failures.push(...ran.failed)
      for (const failed of ran.failed) console.error(failed)
      addTo(tally, ran.tally)
      console.log(`${tally.steps} steps after ${seconds()} s`)
    }
  }
  await Promise.all(Array.from({ length: Number(values.threads) }, oneAfterAnother))
  keep(
    'Two nodes in memory',
    `seeds ${first} to ${first + seeds - 1}, ${EACH} steps each, ${seconds() - begun} s\n${report(tally)}`,
  )
}
const messages = Number(values.messages)
if (messages > 0) {
  const begun = seconds()
  const answered = await mutate(first, messages, (done) => {
    if (done % 20_000 === 0) console.log(`${done} messages after ${seconds()} s`)
  })
  keep(
    'Changed messages at the peer endpoint',
    `seed ${first}, ${seconds() - begun} s\n${reportPeer(answered)}`,
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
