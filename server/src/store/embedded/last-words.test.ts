/** Why the server ended: what it wrote before it was ready is no reason. */
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { NodeError } from '../../errors.ts'
import { temporaryFolder } from '../_temporary.ts'
import { startEmbedded } from './embedded-postgres.ts'

const NODE = fileURLToPath(new URL('_node.ts', import.meta.url))
const folder = await temporaryFolder()
after(() => rm(folder, { recursive: true, force: true }))

/** Starts a server that outlives its node. */
async function orphan(directory: string, shared: string): Promise<void> {
  const child = spawn(process.execPath, [NODE, directory, shared, 'live'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  const { pid } = JSON.parse(said.toString()) as { pid: number }
  // The shell that would end it is killed first.
  for (const line of execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n'))
    if (line.endsWith(`kill -INT "$1" sh ${pid}`)) process.kill(Number(line.trim().split(' ')[0]), 'SIGKILL')
  child.kill('SIGKILL')
  await once(child, 'exit')
}

test('a server that ends is not said to have ended for what it wrote while it started', async () => {
  const shared = join(folder, 'shared')
  for (const [words, told] of [
    ['', 'PostgreSQL failed (the database server ended)'],
    ['FATAL:  why', 'PostgreSQL failed (the database server ended): FATAL:  why'],
  ] as const) {
    const directory = join(folder, `node${words.length}`)
    const log = join(directory, 'database', 'log')
    await orphan(directory, shared)
    // As on a broken disk: nothing more that the server writes comes into it.
    const written = await readFile(log, 'utf8')
    await rm(log)
    await writeFile(log, `${written}FATAL:  the database system is starting up\n`)
    const lost: NodeError[] = []
    const server = await startEmbedded({ directory, shared, onLost: (error) => lost.push(error) })
    assert.equal(server.adopted, true)
    await appendFile(log, `${words}\n`)
    process.kill(server.pid, 'SIGKILL')
    while (lost.length === 0) await pause(10)
    assert.deepEqual(
      lost.map(({ code, message }) => [code, message]),
      [['database-unreachable', told]],
    )
    await server.stop()
  }
})
