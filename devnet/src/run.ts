/** The demonstration at a terminal: progress while it starts, where to look when it is ready. */
import { once } from 'node:events'
import type { PublicRecord } from '@counterpart/record'
import { demonstrationOf } from './demonstration.ts'
import { startDevnet } from './devnet.ts'
import { portsFrom } from './world.ts'

/** Of the page of the line up to the last endpoint for a counterpart. */
const MOST_PORT = 65_535 - 20

/**
 * Runs until `signal` is aborted, and ends in order also while it starts. `port`: the first of the pages; `null` for those it had, or the usual ones.
 * `record`: of another pair than the one whose record comes along.
 * @throws Error with one line that says what to do
 */
export async function runDevnet(
  folder: string,
  port: number | null,
  signal: AbortSignal,
  record: PublicRecord | null = null,
): Promise<void> {
  if (port !== null && !(Number.isInteger(port) && port >= 2 && port <= MOST_PORT))
    throw new Error(`bad-option: --port has to be a number from 2 to ${MOST_PORT}`)
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 1000)
  const live = process.stdout.isTTY
  console.log(`Starting two nodes in ${folder}, each with a PostgreSQL of its own …`)
  signal.addEventListener('abort', () => console.log('\nEnding …'))
  let last = 0
  await using devnet = await startDevnet({
    folder,
    signal,
    ports: port === null ? null : portsFrom(port),
    seeded: true,
    ...(record === null ? {} : { shown: demonstrationOf(record) }),
    say: (line) => console.log(line),
    progress: (done, of, what) => {
      const line = `Entering the public record${record === null ? ' and invented dossiers' : ''}: ${done} of ${of} (${what})`
      if (live) process.stdout.write(`\r\x1b[K${line}`)
      else if (done === of || done - last >= 10) console.log(line)
      if (!live && (done === of || done - last >= 10)) last = done
      if (live && done === of) process.stdout.write('\n')
    },
  }).catch((error: unknown) => {
    // Whoever ends a start may have ended its nodes, too: how it failed is of no interest then.
    if (!signal.aborted) throw error
    return null
  })
  if (devnet === null) return
  console.log(
    `\nready after ${seconds()} s. Open both pages side by side and sign in as an invented officer:`,
  )
  for (const { code, url } of devnet.members) console.log(`  ${code}  ${url.origin}`)
  console.log(`  line  ${devnet.control.url}   (make it lose, delay, repeat, reorder, or cut it)`)
  console.log('End with Ctrl-C; everything is there the next time.')
  if (!signal.aborted) await once(signal, 'abort')
}
