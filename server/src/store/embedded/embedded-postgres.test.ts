import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { refused } from '../_refused.ts'
import { append, OURS, THEIRS } from '../_sample.ts'
import { temporaryFolder } from '../_temporary.ts'
import { openStorage } from '../storage.ts'
import { findBinaries, locate } from './binaries.ts'
import { startEmbedded } from './embedded-postgres.ts'
import { failureIn } from './failure.ts'
import { canEnter, isRoot, ordinaryUser } from './ordinary-user.ts'
import { findRunning, isAlive } from './orphan.ts'

const NODE = fileURLToPath(new URL('_node.ts', import.meta.url))
const folder = await temporaryFolder()
const shared = join(folder, 'shared')
let count = 0

after(() => rm(folder, { recursive: true, force: true }))

function fresh(): string {
  count += 1
  const directory = join(folder, `node-${count}`)
  mkdirSync(directory, { mode: 0o755 })
  return directory
}

interface Said {
  pid?: number
  adopted?: boolean
  host?: string
  code?: string
  message?: string
}

/** Starts a node of its own process; resolves with what it said. */
async function node(
  directory: string,
  then: 'stop' | 'live' | 'exit',
  user: { uid: number; gid: number } | null = null,
): Promise<{ child: ChildProcess; said: Said }> {
  const child = spawn(process.execPath, [NODE, directory, shared, then], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/',
    ...(user ?? {}),
  })
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  while (!said.includes('\n')) {
    if (child.exitCode !== null) throw new Error('the node said nothing')
    await pause(10)
  }
  if (then !== 'live' && child.exitCode === null) await once(child, 'exit')
  return { child, said: JSON.parse(said) as Said }
}

async function gone(pid: number): Promise<void> {
  for (let tries = 0; tries < 500 && isAlive(pid); tries++) await pause(10)
  assert.equal(isAlive(pid), false)
}

describe('the embedded server', () => {
  // One cluster for most of these: making one is what takes time.
  const usual = fresh()

  it('is made, started, stopped and started again with what it held', async () => {
    const directory = usual
    const keyFile = join(directory, 'key')
    for (const size of [0, 1]) {
      const storage = await openStorage({ directory, shared, url: null, keyFile })
      await storage.store.open('aaa~bbb/kept', OURS, THEIRS)
      await storage.store.locked('aaa~bbb/kept', async (writer) => {
        assert.equal((await writer.heads()).ours.size, size)
        await append(writer, OURS, [{}])
      })
      await storage.check()
      await storage.close()
    }
    assert.equal(existsSync(join(directory, 'database', 'cluster', 'postmaster.pid')), false)
    assert.equal(statSync(join(directory, 'database', 'password')).mode & 0o777, 0o600)
    assert.equal(statSync(join(directory, 'database', 'cluster')).mode & 0o777, 0o700)
  })

  it('is known as what runs in its folder by whichever link somebody comes there', async () => {
    await using _server = await startEmbedded({ directory: usual, shared })
    const [link, cluster] = [`${usual}-link`, join('database', 'cluster')]
    symlinkSync(usual, link)
    const found = [await findRunning(join(link, cluster)), await findRunning(join(usual, cluster))]
    assert.ok(found[0] !== null)
    assert.deepEqual(found[0], found[1])
    assert.ok(existsSync(join(usual, cluster, 'postmaster.pid')), 'without it the server ends')
  })

  it('listens where only its user may go, and asks for a password', async () => {
    await using server = await startEmbedded({ directory: usual, shared })
    assert.equal(statSync(server.connection.host).mode & 0o777, 0o700)
    for (const password of ['', 'wrong']) {
      const client = new pg.Client({ ...server.connection, password })
      await assert.rejects(client.connect(), /password/)
    }
    const client = new pg.Client(server.connection)
    await client.connect()
    const { rows } = await client.query("select current_setting('listen_addresses') as tcp")
    assert.deepEqual(rows, [{ tcp: '' }])
    await client.end()
  })

  it('goes with a node that is killed, and comes back with the next', async () => {
    const directory = usual
    const first = await node(directory, 'live')
    first.child.kill('SIGKILL')
    const next = await node(directory, 'stop')
    assert.equal(next.said.code, undefined)
    await gone(first.said.pid ?? 0)
    await gone(next.said.pid ?? 0)
    const exits = await node(directory, 'exit')
    await gone(exits.said.pid ?? 0)
  })

  it('is taken over when it outlived its node, and ended with the next', async () => {
    const directory = usual
    const first = await node(directory, 'live')
    const pid = first.said.pid ?? 0
    // The shell that ends the server when its node is gone is killed first.
    for (const watch of watchesOf(pid)) process.kill(watch, 'SIGKILL')
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    assert.equal(isAlive(pid), true)
    const second = await node(directory, 'stop')
    assert.deepEqual([second.said.pid, second.said.adopted], [pid, true])
    await gone(pid)
  })

  it('belongs to one node at a time', async () => {
    const directory = usual
    const first = await node(directory, 'live')
    const second = await node(directory, 'stop')
    assert.equal(second.said.code, 'database-in-use')
    assert.equal(isAlive(first.said.pid ?? 0), true)
    first.child.kill('SIGTERM')
    await gone(first.said.pid ?? 0)
  })

  it('starts over what a power cut, a full disk or a used process id left behind', async () => {
    const directory = usual
    const base = join(directory, 'database')
    mkdirSync(join(base, 'cluster.0123456789ab'))
    await writeFile(join(base, 'cluster.0123456789ab.password'), 'x')
    for (const pid of [process.pid, 999_999_999]) {
      const lock = [pid, join(base, 'cluster'), 1, 5432, join(base, 'socket'), '', '', 'ready', '']
      await writeFile(join(base, 'cluster', 'postmaster.pid'), lock.join('\n'))
      await (await startEmbedded({ directory, shared })).stop()
    }
    const other = fresh()
    mkdirSync(join(other, 'database', 'cluster.0123456789ab'), { recursive: true })
    await (await startEmbedded({ directory: other, shared })).stop()
    assert.deepEqual(
      readdirSync(join(other, 'database')).filter((name) => name.startsWith('cluster')),
      ['cluster'],
    )
  })

  it('crashes without losing what was committed, and says that it is gone', async () => {
    const directory = usual
    const lost: string[] = []
    const options = { directory, shared, url: null, keyFile: join(directory, 'key') }
    const storage = await openStorage({ ...options, onLost: (error) => lost.push(error.code) })
    await storage.store.open('aaa~bbb/crash', OURS, THEIRS)
    await storage.store.locked('aaa~bbb/crash', (writer) => append(writer, OURS, [{}, {}]))
    const pid = Number(
      readFileSync(join(directory, 'database', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0],
    )
    process.kill(pid, 'SIGKILL')
    await gone(pid)
    for (let tries = 0; tries < 100 && lost.length === 0; tries++) await pause(10)
    assert.deepEqual(lost, ['database-unreachable'])
    const read = storage.store.read('aaa~bbb/crash', (reader) => reader.heads())
    await assert.rejects(read, refused('database-unreachable'))
    await storage.close()
    await using again = await openStorage(options)
    await again.store.open('aaa~bbb/crash', OURS, THEIRS)
    assert.equal((await again.store.read('aaa~bbb/crash', (reader) => reader.heads())).ours.size, 2)
  })

  it('is refused when another version made the database', async () => {
    const directory = usual
    for (const [version, code] of [
      ['99', 'database-newer'],
      ['15', 'database-too-old'],
    ] as const) {
      await writeFile(join(directory, 'database', 'cluster', 'PG_VERSION'), `${version}\n`)
      await assert.rejects(startEmbedded({ directory, shared }), refused(code))
    }
    await writeFile(join(directory, 'database', 'cluster', 'PG_VERSION'), '18\n')
    await (await startEmbedded({ directory, shared })).stop()
  })

  it('says at once that the stored password is another one', { timeout: 60_000 }, async () => {
    const directory = fresh()
    const first = await startEmbedded({ directory, shared })
    await first.stop()
    const file = join(directory, 'database', 'password')
    const password = readFileSync(file, 'utf8')
    await writeFile(file, 'another\n')
    await assert.rejects(startEmbedded({ directory, shared }), refused('key-wrong'))
    await writeFile(file, password)
    await (await startEmbedded({ directory, shared })).stop()
  })

  it('finds a short place for its socket', async () => {
    const directory = join(fresh(), 'x'.repeat(60), 'y'.repeat(60))
    mkdirSync(directory, { recursive: true })
    await using server = await startEmbedded({ directory, shared })
    assert.ok(server.connection.host.length < 100)
    after(() => rm(server.connection.host, { recursive: true, force: true }))
  })

  it('says in one line what went wrong', () => {
    for (const [text, code] of [
      ['PANIC:  could not write to file "pg_wal/xlogtemp.1": No space left on device', 'disk-full'],
      ['FATAL:  lock file "postmaster.pid" already exists', 'database-in-use'],
      ['LOG:  could not bind IPv4 address: Address already in use', 'port-in-use'],
      ['initdb: error: could not look up effective user ID 1234: user does not exist', 'no-ordinary-user'],
      ['postgres: error while loading shared libraries: libssl.so.1.1', 'database-binaries-missing'],
      ['FATAL:  data directory "/x" has wrong ownership', 'database-denied'],
      ['PANIC:  could not locate a valid checkpoint record', 'database-damaged'],
      ['PANIC:  could not read file "global/pg_control": read 100 of 296', 'database-damaged'],
      ['FATAL:  something new', 'database-unreachable'],
    ] as const) {
      const failure = failureIn(`LOG:  first\n${text}\nLOG:  last\n`, 'starting')
      assert.equal(failure.code, code)
      assert.doesNotMatch(failure.message, /\n/)
    }
  })
})

/** The shells that watch over a server. */
function watchesOf(pid: number): number[] {
  const found = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.endsWith(`kill -INT "$1" sh ${pid}`))
  return found.map((line) => Number(line.trim().split(' ')[0]))
}

/** What only root can set up. */
if (isRoot()) {
  const user = await ordinaryUser()

  describe('the embedded server of a node that is root', () => {
    it('runs under an ordinary user', async () => {
      const directory = fresh()
      await using server = await startEmbedded({ directory, shared })
      assert.equal(statSync(`/proc/${server.pid}`).uid, user.uid)
      assert.equal(statSync(join(directory, 'database', 'password')).uid, 0)
    })

    it('lies elsewhere when that user may not enter the node, and is found there again', async () => {
      const closed = fresh()
      const directory = join(closed, 'node')
      mkdirSync(directory)
      chmodSync(closed, 0o700)
      const storage = { directory, shared, url: null, keyFile: join(directory, 'key') }
      for (const size of [0, 1]) {
        await using open = await openStorage(storage)
        await open.store.open('aaa~bbb/elsewhere', OURS, THEIRS)
        await open.store.locked('aaa~bbb/elsewhere', async (writer) => {
          assert.equal((await writer.heads()).ours.size, size)
          await append(writer, OURS, [{}])
        })
      }
      const id = readFileSync(join(directory, 'database', 'instance'), 'utf8').trim()
      assert.ok(existsSync(join(shared, id, 'cluster', 'PG_VERSION')))
      // The manual says so of what is to be copied.
      const manual = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8')
      const row =
        manual.split('\n').find((line) => line.startsWith('| `/var/lib/counterpart/INSTANCE/` |')) ?? ''
      for (const kept of [...readdirSync(join(shared, id)), 'data/database/instance'])
        assert.ok(row.includes(`\`${kept}\``), kept)
      assert.equal(existsSync(join(directory, 'database', 'cluster')), false)
      chmodSync(closed, 0o755)
      await (await startEmbedded({ directory, shared })).stop()
      assert.equal(existsSync(join(directory, 'database', 'cluster')), false)
    })

    it('takes its programs to a place everybody can read, once', async () => {
      const installed = await locate()
      const closed = fresh()
      const native = join(closed, 'native')
      cpSync(dirname(installed.native), closed, { recursive: true, verbatimSymlinks: true })
      chmodSync(native, 0o700)
      chmodSync(closed, 0o700)
      const { postgres } = await findBinaries(user, shared, { ...installed, native })
      assert.ok(postgres.startsWith(shared))
      const said = execFileSync(postgres, ['--version'], { encoding: 'utf8', cwd: '/', ...user })
      assert.match(said, /^postgres \(PostgreSQL\) 18/)
      const { ino } = statSync(postgres)
      await findBinaries(user, shared, { ...installed, native })
      assert.equal(statSync(postgres).ino, ino)
      await rm(closed, { recursive: true })
    })

    it('says that the disk is full, writes nothing half, and starts again when there is room', async () => {
      const directory = fresh()
      const mounted = mount(directory, 60)
      if (!mounted) return
      const storage = { directory, shared, url: null, keyFile: join(folder, 'full.key') }
      try {
        const open = await openStorage(storage)
        await open.store.open('aaa~bbb/full', OURS, THEIRS)
        const body = new Uint8Array(200_000).map((_, i) => (i * i) >> 3)
        let size = 0
        const fill = async () => {
          for (; size < 1000; size++) {
            await open.store.locked('aaa~bbb/full', (writer) =>
              append(writer, OURS, [{ parts: { kept: body } }]),
            )
          }
        }
        await assert.rejects(fill(), refused('disk-full'))
        await assert.rejects(open.check(), refused('disk-full'))
        assert.equal((await open.store.read('aaa~bbb/full', (reader) => reader.heads())).ours.size, size)
        await open.close()
        await writeFile(join(directory, 'fill'), new Uint8Array(60_000_000)).catch(() => undefined)
        await assert.rejects(openStorage(storage), (error: unknown) => {
          assert.doesNotMatch(String(error), /\n/)
          return refused('disk-full')(error)
        })
        await rm(join(directory, 'fill'))
        await using again = await openStorage(storage)
        await again.store.open('aaa~bbb/full', OURS, THEIRS)
        assert.equal((await again.store.read('aaa~bbb/full', (reader) => reader.heads())).ours.size, size)
      } finally {
        execFileSync('umount', [directory])
      }
    })

    it('says that the disk is too small to begin', async () => {
      const directory = fresh()
      if (!mount(directory, 16)) return
      try {
        for (let tries = 0; tries < 2; tries++) {
          await assert.rejects(startEmbedded({ directory, shared }), refused('disk-full'))
        }
      } finally {
        execFileSync('umount', [directory])
      }
    })
  })

  describe('the embedded server of an ordinary user', () => {
    it('runs under that user, and under it again when the node is root', async () => {
      if (!(await canEnter(dirname(NODE), user)) || !(await canEnter(process.execPath, user))) return
      const directory = fresh()
      chownSync(directory, user.uid, user.gid)
      const first = await node(directory, 'stop', user)
      assert.equal(first.said.code, undefined)
      assert.equal(statSync(join(directory, 'database', 'cluster')).uid, user.uid)
      const second = await node(directory, 'live')
      assert.equal(statSync(`/proc/${second.said.pid}`).uid, user.uid)
      second.child.kill('SIGKILL')
      await gone(second.said.pid ?? 0)
      const third = await node(directory, 'stop', user)
      assert.equal(third.said.code, undefined)
    })
  })
}

/** False where even root may not mount. */
function mount(directory: string, megabytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', directory], {
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}
