/** Runs the server's programs under its user, away from our folder, environment and terminal. */
import { type ChildProcess, spawn } from 'node:child_process'
import { failureOf } from './failure.ts'
import type { User } from './ordinary-user.ts'

/** Messages in English, whatever the system speaks: their words are looked at. */
export function surroundings(user: User | null, detached: boolean) {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC', PATH: process.env.PATH ?? '/usr/bin:/bin' }
  if (process.env.TMPDIR !== undefined) env.TMPDIR = process.env.TMPDIR
  return { cwd: '/', env, detached, windowsHide: true, ...(user ?? {}) }
}

/** Waits for its end; `said` is the last of what it wrote. */
export function run(
  program: string,
  args: string[],
  user: User | null,
): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...surroundings(user, false), stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString('utf8')).slice(-8192)
      })
    }
    child.on('error', (error) => reject(failureOf(error, program)))
    child.on('close', (code) => resolve({ code, said }))
  })
}

/** Whether the program ends within the time. */
export function ended(child: ChildProcess, milliseconds: number): Promise<boolean> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(true)
  return new Promise((resolve) => {
    const timer = setTimeout(() => done(false), milliseconds)
    const onExit = () => done(true)
    function done(ended: boolean): void {
      clearTimeout(timer)
      child.off('exit', onExit)
      resolve(ended)
    }
    child.once('exit', onExit)
  })
}
