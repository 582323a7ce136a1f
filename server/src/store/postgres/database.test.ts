import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { NodeError } from '../../errors.ts'
import { refused } from '../_refused.ts'
import { append, dossierRow, OURS, THEIRS } from '../_sample.ts'
import { temporaryFolder } from '../_temporary.ts'
import { findBinaries } from '../embedded/binaries.ts'
import { settings } from '../embedded/cluster.ts'
import { type EmbeddedPostgres, startEmbedded } from '../embedded/embedded-postgres.ts'
import { endServer } from '../embedded/orphan.ts'
import { findPlace } from '../embedded/place.ts'
import { surroundings } from '../embedded/program.ts'
import { migrations } from '../migrations/all.ts'
import { openStorage } from '../storage.ts'
import { KEYS } from './_harness.ts'
import { type Database, openDatabase } from './database.ts'
import { checkServer } from './migrate.ts'
import { PostgresStore } from './postgres-store.ts'

const SHARED = '/var/lib/counterpart'
let directory: string
let server: EmbeddedPostgres
let database: Database

before(async () => {
  directory = await temporaryFolder()
  server = await startEmbedded({ directory })
  // First, so that it makes the application role itself.
  await asOwner(async (owner) => {
    await owner.query("create role given login createrole password 'given'")
    await owner.query('create database given owner given')
  })
  await (await openDatabase({ connection: url('given', 'given', 'given') })).close()
  database = await openDatabase({ connection: server.connection })
})

after(async () => {
  await database.close()
  await server.stop()
  await rm(directory, { recursive: true, force: true })
})

async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(server.connection)
  await client.connect()
  return work(client).finally(() => client.end())
}

async function asNode(text: string, values: unknown[] = []): Promise<pg.QueryResult> {
  return database.pools.general.query(text, values)
}

function url(user: string, password: string, database: string): string {
  const host = encodeURIComponent(server.connection.host)
  return `postgres://${user}:${password}@${host}/${database}`
}

describe('the application role', () => {
  const GROWS = [
    'relation',
    'entry',
    'tree_node',
    'checkpoint',
    'cosignature',
    'part',
    'part_end',
    'answered',
    'incident',
    'witnessed',
    'time_stamp',
    'access',
  ].map((table) => `counterpart.${table}`)

  it('works as itself and finds no way to its owner', async () => {
    const { rows } = await asNode('select current_user as now, session_user as first')
    assert.deepEqual(rows, [{ now: 'counterpart_app', first: 'counterpart_app' }])
    for (const way of ['set role counterpart_owner', 'set session authorization counterpart_owner']) {
      await assert.rejects(asNode(way), /permission denied/)
    }
  })

  for (const table of [...GROWS, 'counterpart_keys.wrapping_key', 'counterpart.migration']) {
    it(`can neither change nor take away a row of ${table}`, async () => {
      const { rows } = await asOwner((owner) =>
        owner.query<{ name: string }>(
          'select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0',
          [table],
        ),
      )
      for (const { name } of rows) {
        await assert.rejects(asNode(`update ${table} set ${name} = default`), /permission denied/)
      }
      await assert.rejects(asNode(`delete from ${table}`), /permission denied/)
      await assert.rejects(asNode(`truncate ${table} cascade`), /permission denied/)
      await assert.rejects(asNode(`drop table ${table}`), /must be owner/)
      await assert.rejects(asNode(`alter table ${table} disable trigger all`), /must be owner/)
      await asNode(`select count(*) from ${table}`)
    })
  }

  it('can destroy a body and its key, and change neither', async () => {
    for (const [table, column] of [
      ['counterpart.part_body', 'ciphertext'],
      ['counterpart_keys.part_key', 'wrapped'],
    ] as const) {
      await assert.rejects(asNode(`update ${table} set ${column} = ''`), /permission denied/)
      await assert.rejects(asNode(`truncate ${table}`), /permission denied/)
      await asNode(`delete from ${table} where name = 'none'`)
    }
  })

  it('can make nothing', async () => {
    for (const text of [
      'create table counterpart.mine (id integer)',
      'create table public.mine (id integer)',
      'create schema mine',
      'create role mine',
    ]) {
      await assert.rejects(asNode(text), /permission denied/)
    }
  })
})

describe('what is stored', () => {
  it('shows neither body nor salt, and a flipped bit is found where it is read', async () => {
    const store = new PostgresStore(database.pools, KEYS)
    await store.open('aaa~bbb/damage', OURS, THEIRS)
    const secret = new TextEncoder().encode('{"name":"Lý Tiểu Mai (hư cấu)"}')
    const { entries, parts } = await store.locked('aaa~bbb/damage', (writer) =>
      append(writer, OURS, [{ parts: { kept: secret } }, {}, {}]),
    )
    const { rows } = await asOwner((owner) => owner.query('select ciphertext from counterpart.part_body'))
    const all = Buffer.concat(rows.map((row) => row.ciphertext as Buffer))
    for (const hidden of [secret.slice(2, 12), parts[0]?.salt ?? assert.fail()]) {
      assert.equal(all.includes(hidden), false)
    }
    const flip = (table: string, column: string, leaf: string) =>
      asOwner((owner) =>
        owner.query(
          `update ${table} set ${column} = set_bit(${column}, 9, 1 - get_bit(${column}, 9)) where leaf = $1`,
          [Buffer.from(leaf, 'hex')],
        ),
      )
    const leaves = entries.map((entry) => entry.leaf)
    const read = (leaf: string) =>
      store.read('aaa~bbb/damage', async (reader) => [
        await reader.entryByLeaf(leaf),
        await reader.parts([leaf]),
      ])
    for (const leaf of leaves) await read(leaf)
    const damage = [
      ['counterpart.entry', 'bytes'],
      ['counterpart.part_body', 'ciphertext'],
      ['counterpart_keys.part_key', 'wrapped'],
    ] as const
    for (const [i, [table, column]] of damage.entries()) {
      const leaf = leaves[i] ?? ''
      await flip(table, column, leaf)
      await assert.rejects(read(leaf), refused('entry-damaged'))
    }
    // What else is looked at together with it is read all the same.
    const heads = await store.read('aaa~bbb/damage', async (reader) => {
      await assert.rejects(reader.entryByLeaf(leaves[0] ?? ''), refused('entry-damaged'))
      return reader.heads()
    })
    assert.equal(heads.ours.size, 3)
    const row = dossierRow('damaged')
    await store.locked('aaa~bbb/damage', (writer) => writer.putDossier(row))
    await asOwner((owner) =>
      owner.query("update counterpart.dossier set body = 'z' || substr(body, 2) where id = $1", [
        Buffer.from(row.id, 'hex'),
      ]),
    )
    const dossier = store.read('aaa~bbb/damage', (reader) => reader.dossier(row.id))
    await assert.rejects(dossier, refused('entry-damaged'))
  })
})

describe('versions of the database', () => {
  it('is left as it is when it is up to date', async () => {
    const again = await openDatabase({ connection: server.connection })
    await again.close()
    const { rows } = await asNode('select version from counterpart.migration order by version')
    assert.deepEqual(
      rows.map((row) => row.version),
      migrations.map((one) => one.version),
    )
  })

  it('is refused when a newer node has been here, and nothing half done stays', async () => {
    const last = migrations.at(-1)?.version ?? 0
    const broken = {
      version: last + 1,
      name: 'broken',
      up: 'create table counterpart.half (id integer); select 1/0',
    }
    const failed = openDatabase({ connection: server.connection, migrations: [...migrations, broken] })
    await assert.rejects(failed, refused('internal'))
    const { rows } = await asNode("select to_regclass('counterpart.half') as half")
    assert.deepEqual(rows, [{ half: null }])
    const next = { version: last + 1, name: 'next', up: 'select 1' }
    await (await openDatabase({ connection: server.connection, migrations: [...migrations, next] })).close()
    await assert.rejects(
      openDatabase({ connection: server.connection }),
      (error: unknown) => refused('database-newer')(error) && !/\n/.test(String(error)),
    )
    await asOwner((owner) => owner.query('delete from counterpart.migration where version = $1', [last + 1]))
  })
})

describe('a connection', () => {
  it('that breaks while it is lent ends nothing but itself', { timeout: 20_000 }, async () => {
    const lent = await database.pools.general.connect()
    const { rows } = await lent.query<{ pid: number }>('select pg_backend_pid() as pid')
    const ended = new Promise<void>((resolve) => lent.once('end', () => resolve()))
    await asOwner((owner) => owner.query('select pg_terminate_backend($1)', [rows[0]?.pid]))
    await ended
    lent.release(true)
    await asNode('select 1')
  })
})

describe('a database that is given by its URL', () => {
  it('is used by an owner who is no superuser', async () => {
    const given = url('given', 'given', 'given')
    const storage = await openStorage({ directory, url: given, keyFile: join(directory, 'given.key') })
    try {
      await storage.store.open('aaa~bbb/given', OURS, THEIRS)
      await storage.store.locked('aaa~bbb/given', (writer) => append(writer, OURS, [{}]))
      await storage.check()
    } finally {
      await storage.close()
    }
    const other = openStorage({ directory, url: given, keyFile: join(directory, 'other.key') })
    await assert.rejects(other, refused('key-missing'))
    const again = await openDatabase({ connection: given })
    const client = await again.pools.general.connect()
    const { rows } = await client.query('select current_user as now')
    assert.deepEqual(rows, [{ now: 'counterpart_app' }])
    await client.query('reset role')
    assert.deepEqual((await client.query('select current_user as now')).rows, [{ now: 'counterpart_app' }])
    client.release()
    await again.close()
  })

  it('belongs to one node at a time, and whoever has lost it is told', async () => {
    const options = { directory, url: url('given', 'given', 'given'), keyFile: join(directory, 'given.key') }
    const lost: string[] = []
    const first = await openStorage({ ...options, onLost: (error) => lost.push(error.code) })
    await assert.rejects(openStorage(options), refused('database-in-use'))
    const next = openStorage(options)
    await pause(1000)
    // What is left of a node that was killed goes a moment later.
    await asOwner((owner) =>
      owner.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'given' and application_name = 'counterpart guard' and pid in (select pid from pg_locks where locktype = 'advisory' and granted)",
      ),
    )
    await (await next).close()
    assert.deepEqual(lost, ['database-unreachable'])
    await first.close()
    const last = await openStorage({ ...options, onLost: (error) => lost.push(error.code) })
    await last.close()
    assert.deepEqual(lost, ['database-unreachable'])
  })

  it('is refused when its user may not become the application role', async () => {
    await asOwner(async (owner) => {
      await owner.query("create role other login password 'other'")
      await owner.query('create database other owner other')
    })
    const other = openDatabase({ connection: url('other', 'other', 'other') })
    await assert.rejects(other, refused('database-denied'))
  })

  it('says in one line when it cannot be had', async () => {
    const cases = [
      ['mysql://x', 'bad-config'],
      ['not a url', 'bad-config'],
      ['postgres://nobody@127.0.0.1:1/none', 'database-unreachable'],
      [url('counterpart_owner', 'wrong', 'postgres'), 'database-denied'],
      [url('given', 'given', 'none'), 'database-unreachable'],
    ] as const
    for (const [connection, code] of cases) {
      await assert.rejects(openDatabase({ connection }), (error: unknown) => {
        assert.ok(error instanceof NodeError)
        assert.equal(error.code, code)
        assert.doesNotMatch(error.message, /\n|wrong/)
        return true
      })
    }
  })
})

describe('a server that does not sync', () => {
  function answering(row: Record<string, unknown>): pg.ClientBase {
    return { query: async () => ({ rows: [row] }) } as unknown as pg.ClientBase
  }
  const good = { number: 180004, text: 'PostgreSQL 18.4 on x86_64', fsync: 'on', full: 'on', commit: 'on' }

  it('is refused, and so is one that is too old', async () => {
    await checkServer(answering(good))
    await checkServer(answering({ ...good, number: 150000, commit: 'remote_apply' }))
    for (const [wrong, code] of [
      [{ fsync: 'off' }, 'database-not-durable'],
      [{ full: 'off' }, 'database-not-durable'],
      [{ commit: 'off' }, 'database-not-durable'],
      [{ text: 'PostgreSQL 17.5 (PGlite 0.4)' }, 'database-not-durable'],
      [{ text: 'PostgreSQL 17.5 on wasm32, compiled by emcc' }, 'database-not-durable'],
      [{ number: 140012 }, 'database-too-old'],
      [{ readonly: 'on' }, 'database-denied'],
    ] as const) {
      await assert.rejects(checkServer(answering({ ...good, ...wrong })), refused(code))
    }
  })

  it('is refused when the database alone was told so', async () => {
    await asOwner((owner) => owner.query('alter database postgres set synchronous_commit = off'))
    await assert.rejects(openDatabase({ connection: server.connection }), refused('database-not-durable'))
    await asOwner((owner) => owner.query('alter database postgres reset synchronous_commit'))
  })

  it('is refused when it is a real one, at the start and when it is told so later', async () => {
    const store = new PostgresStore(database.pools, KEYS)
    await store.open('aaa~bbb/unsynced', OURS, THEIRS)
    await server.stop()
    const place = await findPlace(directory, SHARED)
    const { postgres } = await findBinaries(place.user, SHARED)
    const unsafe = spawn(postgres, ['-D', place.cluster, ...settings(place.socket), '-c', 'fsync=off'], {
      ...surroundings(place.user, false),
      stdio: 'ignore',
    })
    try {
      await once(unsafe, 'spawn')
      for (let tries = 0; tries < 100; tries++) {
        const found = await openDatabase({ connection: server.connection }).catch((error: unknown) => error)
        if (refused('database-unreachable')(found)) await pause(50)
        else {
          assert.ok(refused('database-not-durable')(found))
          break
        }
      }
      const write = () => store.locked('aaa~bbb/unsynced', (writer) => append(writer, OURS, [{}]))
      await assert.rejects(write(), refused('database-not-durable'))
    } finally {
      await endServer(unsafe.pid ?? 0)
      server = await startEmbedded({ directory })
    }
  })
})
