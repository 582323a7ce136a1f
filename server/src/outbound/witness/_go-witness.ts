/** A witness that shares no code with this project, where Debian's Go packages are installed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { goEnvironment } from '../../../../protocol/interop/_go.ts'

export interface GoWitness extends AsyncDisposable {
  url: string
  vkey: string
}

export async function goWitness(logVkey: string): Promise<GoWitness> {
  const cache = mkdtempSync(join(tmpdir(), 'counterpart-go-'))
  const program = join(import.meta.dirname, 'witness.go')
  const child = spawn('go', ['run', program, logVkey, 'witness.example/go', '07'.repeat(32)], {
    env: goEnvironment(cache),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [first] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  const [url = '', vkey = ''] = first.trim().split(' ')
  return {
    url,
    vkey,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'close')
      child.stdin.end()
      await ended
      rmSync(cache, { recursive: true, force: true })
    },
  }
}
