/** The demonstration at a terminal: progress while it starts, where to look when it is ready. */
import { startDevnet } from './devnet.ts'

/** Runs until `asked` resolves. @throws Error with one line that says what to do */
export async function runDevnet(folder: string, port: number, asked: () => Promise<void>): Promise<void> {
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 1000)
  const live = process.stdout.isTTY
  console.log('Starting two nodes, each with a PostgreSQL of its own …')
  let last = 0
  await using devnet = await startDevnet({
    folder,
    ports: { pages: port, peers: port + 10, control: port - 1 },
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
