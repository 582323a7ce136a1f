/** A witness that shares no code with this project, where Debian's Go packages are installed. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const GOPATH = '/usr/share/gocode'

/** Why there can be none here, or `false`. */
export const withoutGo: string | false =
  spawnSync('go', ['version']).status !== 0
    ? 'Go is not installed (Debian: golang-go)'
    : !existsSync(join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog')) &&
      'its packages are not installed (Debian: golang-golang-x-mod-dev)'

export interface GoWitness extends AsyncDisposable {
  url: string
  vkey: string
}

export async function goWitness(logVkey: string): Promise<GoWitness> {
  const cache = mkdtempSync(join(tmpdir(), 'counterpart-go-'))
  const program = join(import.meta.dirname, 'witness.go')
  const child = spawn('go', ['run', program, logVkey, 'witness.example/go', '07'.repeat(32)], {
    env: { ...process.env, GO111MODULE: 'off', GOPATH, GOCACHE: cache, GOFLAGS: '' },
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
