/** The demonstration at a terminal: progress while it starts, where to look when it is ready. */
import { startDevnet } from './devnet.ts'
import { portsFrom } from './world.ts'

/** Of the page of the line up to the last endpoint for a counterpart. */
const MOST_PORT = 65_535 - 20

/**
 * Runs until `asked` resolves. `port`: the first of the pages; `null` for those it had, or the usual ones.
 * @throws Error with one line that says what to do
 */
export async function runDevnet(
  folder: string,
  port: number | null,
  asked: () => Promise<void>,
): Promise<void> {
  if (port !== null && !(Number.isInteger(port) && port >= 2 && port <= MOST_PORT))
    throw new Error(`bad-option: --port has to be a number from 2 to ${MOST_PORT}`)
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 1000)
  const live = process.stdout.isTTY
  console.log(`Starting two nodes in ${folder}, each with a PostgreSQL of its own …`)
  let last = 0
  await using devnet = await startDevnet({
    folder,
    ports: port === null ? null : portsFrom(port),
    seeded: true,
    say: (line) => console.log(line),
    progress: (done, of, what) => {
      const line = `Entering the public record and invented requests: ${done} of ${of} (${what})`
      if (live) process.stdout.write(`\r\x1b[K${line}`)
      else if (done === of || done - last >= 10) console.log(line)
      if (!live && (done === of || done - last >= 10)) last = done
      if (live && done === of) process.stdout.write('\n')
    },
  })
  console.log(
    `\nready after ${seconds()} s. Open both pages side by side and sign in as an invented officer:`,
  )
  for (const { code, url } of devnet.members) console.log(`  ${code}  ${url.origin}`)
  console.log(`  line  ${devnet.control.url}   (make it lose, delay, repeat, reorder, or cut it)`)
  console.log('End with Ctrl-C; everything is there the next time.')
  await asked()
  console.log('\nEnding …')
}
