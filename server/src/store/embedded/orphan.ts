/** The server that an earlier, killed node left running, found by the file it keeps in its data directory. */
import { readFileSync } from 'node:fs'
import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { NodeError } from '../../errors.ts'

export interface Running {
  pid: number
  socket: string
  port: number
  ready: boolean
}

/** `null` when no server runs on this cluster; a file that a dead server left is taken away. */
export async function findRunning(cluster: string): Promise<Running | null> {
  const file = join(cluster, 'postmaster.pid')
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1 || !(await isServerOf(pid, cluster))) {
    await rm(file, { force: true })
    return null
  }
  return { pid, port: Number(lines[3]), socket: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' }
}

/** A process id is used again by others: the process must be a PostgreSQL that lives in this cluster. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return true
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  // The system names the folder itself, whichever links an operator reaches it by.
  if (folder !== null) return folder === (await realpath(cluster))
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return command.split('\0').includes(cluster)
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  return !isZombie(pid)
}

/** Ended, but nobody asked how: the first process of many containers never does. */
function isZombie(pid: number): boolean {
  if (process.platform !== 'linux') return false
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/**
 * Asks it to end, in the order PostgreSQL knows: fast (rolls back, writes everything out), then immediate
 * (recovers at the next start). Throws `database-in-use` when it stays.
 */
export async function endServer(pid: number, patience = 20_000): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!signalled(pid, signal)) return
    const until = performance.now() + patience
    while (performance.now() < until) {
      if (!isAlive(pid)) return
      await pause(20)
    }
  }
  throw new NodeError({ code: 'database-in-use', message: `the database server ${pid} does not end` })
}

function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false
    throw new NodeError({
      code: 'database-denied',
      message: `not permitted to end the database server ${pid}`,
    })
  }
}
