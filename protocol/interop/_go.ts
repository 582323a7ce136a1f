/** Go as Debian installs it, with its own packages for notes and logs: code that is none of ours. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const GOPATH = '/usr/share/gocode'

/** Why there is none here, or `false`. */
export const withoutGo: string | false =
  spawnSync('go', ['version']).status !== 0
    ? 'Go is not installed (Debian: golang-go)'
    : !existsSync(join(GOPATH, 'src/golang.org/x/mod/sumdb/tlog')) &&
      'its packages are not installed (Debian: golang-golang-x-mod-dev)'

/** Nothing is fetched, and what is built lies in `cache`. */
export function goEnvironment(cache: string): NodeJS.ProcessEnv {
  return { ...process.env, GO111MODULE: 'off', GOPATH, GOCACHE: cache, GOFLAGS: '' }
}
