/** Programs of the system that a run starts, asks and ends. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'

type Encoding = 'utf8' | 'latin1'

/** What it wrote, when it ended well. `input` is bytes, one for each character. */
export function run(
  program: string,
  args: readonly string[],
  { input, encoding = 'utf8' }: { input?: string; encoding?: Encoding } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    const out: Buffer[] = []
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk
    })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0
        ? resolve(Buffer.concat(out).toString(encoding))
        : reject(new Error(`${program} ${args[0]} ended with ${code}: ${said.slice(0, 300)}`)),
    )
    // What ends without reading all of it says so by its code.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input === undefined ? undefined : Buffer.from(input, 'latin1'))
  })
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
