/** What came of logs that ended, in a real PostgreSQL: brought to the newest form, and found without a look at the rest. */
import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { appendLeaf, emptyFrontier, fromHex } from '@counterpart/protocol'
import pg from 'pg'
import { hash } from '../_sample.ts'
import { temporaryFolder } from '../_temporary.ts'
import { type EmbeddedPostgres, startEmbedded } from '../embedded/embedded-postgres.ts'
import { migrations } from '../migrations/all.ts'
import { KEYS } from './_harness.ts'
import { STATEMENTS } from './apart.ts'
import { openDatabase } from './database.ts'
import { PostgresStore } from './postgres-store.ts'

const RELATION = 'aaa~bbb/late'
let directory: string
let server: EmbeddedPostgres
before(async () => {
  directory = await temporaryFolder()
  server = await startEmbedded({ directory })
})
after(async () => {
  await server?.stop()
  await rm(directory, { recursive: true, force: true })
})

async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(server.connection)
  await client.connect()
  return work(client).finally(() => client.end())
}

/** Of a log with 11 entries before it, and of another with none. */
const LOGS = [
  { own: true, epoch: 1, base: 0, end: 11, more: 9 },
  { own: false, epoch: 2, base: 11, end: 11, more: 4 },
]
const leafOf = (own: boolean, index: number) => hash(`${own} ${index}`)

async function putOld(client: pg.Client, id: number): Promise<void> {
  for (const { own, epoch, base, end, more } of LOGS) {
    await client.query(
      "insert into counterpart.epoch (relation, own, number, base, keys) values ($1, $2, $3, $4, '{a,b}')",
      [id, own, epoch, base],
    )
    let tree = emptyFrontier()
    for (let index = base; index < end; index++) {
      const grown = appendLeaf(tree, fromHex(leafOf(own, index)))
      tree = grown.frontier
      for (const node of grown.nodes)
        await client.query(
          `insert into counterpart.tree_node (relation, own, epoch, level, index, hash)
            values ($1, $2, $3, $4, $5, $6)`,
          [id, own, epoch, node.level, node.index, node.hash],
        )
    }
    for (let index = end; index < end + more; index++)
      await client.query(
        `insert into counterpart.apart (relation, own, epoch, index, leaf, bytes, note, at)
          values ($1, $2, $3, $4, $5, $6, 'note', $7)`,
        [id, own, epoch, index, Buffer.from(leafOf(own, index), 'hex'), Buffer.alloc(6), index],
      )
  }
}

interface Plan {
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

function mostRead(plan: Plan): number {
  const own = (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
  return Math.max(own, ...(plan.Plans ?? []).map(mostRead))
}

/** Marks of the other side and what came late, each with a part beside its kept one, and without. */
async function putParts(client: pg.Client, id: number): Promise<void> {
  for (const [index, leaf] of [hash('mark'), hash('plain mark')].entries())
    await client.query(
      `insert into counterpart.entry (relation, own, index, leaf, bytes, running, time, kind, dossier, weight)
        values ($1, false, $2, $3, $4, 0, 0, 'mark', null, 1)`,
      [id, index, Buffer.from(leaf, 'hex'), Buffer.alloc(6)],
    )
  const parts = [hash('mark'), leafOf(false, 12), leafOf(true, 12)].map((leaf) => [leaf, 'person'])
  const kept = [hash('plain mark'), leafOf(false, 13)].map((leaf) => [leaf, 'kept'])
  for (const [leaf = '', name] of [...parts, ...kept])
    await client.query('insert into counterpart.part (relation, leaf, name) values ($1, $2, $3)', [
      id,
      Buffer.from(leaf, 'hex'),
      name,
    ])
}

test('EPOCH-8 EPOCH-12 RETENTION-1 rows of an older form are what they would have been written as, and none is read that was not asked for', async () => {
  const older = await openDatabase({
    connection: server.connection,
    migrations: migrations.filter(({ version }) => version < 17),
  })
  await new PostgresStore(older.pools, KEYS).open(RELATION, 'aaa', 'bbb')
  await older.close()
  const id = await asOwner(async (owner) => {
    const { rows } = await owner.query('select id from counterpart.relation where name = $1', [RELATION])
    await putOld(owner, rows[0].id)
    await putParts(owner, rows[0].id)
    return rows[0].id as number
  })
  const database = await openDatabase({ connection: server.connection })
  const store = new PostgresStore(database.pools, KEYS)
  await store.open(RELATION, 'aaa', 'bbb')
  await store.read(RELATION, async (reader) => {
    for (const { own, epoch, base, end, more } of LOGS) {
      const side = own ? 'aaa' : 'bbb'
      let tree = emptyFrontier()
      for (let index = base; index < end + more; index++) {
        tree = appendLeaf(tree, fromHex(leafOf(own, index))).frontier
        if (index < end) continue
        const found = await reader.apartFrontier(side, { epoch, index })
        assert.deepEqual(found?.map(Buffer.from), tree.hashes.map(Buffer.from), `${side} ${index}`)
      }
      assert.deepEqual(await reader.apartWeight(side), { entries: more, bytes: more * 10 })
    }
    assert.deepEqual(
      (await reader.falling(0, 9)).map(({ dossier }) => dossier).toSorted(),
      [hash('mark'), leafOf(false, 12), leafOf(true, 12)].toSorted(),
    )
  })

  await asOwner((owner) =>
    owner.query(
      `insert into counterpart.apart (relation, own, epoch, index, leaf, bytes, note, frontier, at, count, total)
        select $1, false, 2, i, sha256(i::text::bytea), 'bytes', 'note', '', i, i, i
        from generate_series(15, 5000) i`,
      [id],
    ),
  )
  const places: Record<keyof typeof STATEMENTS, unknown[]> = {
    FROM: [2, 2500, 3, 1e6],
    INDEXES: [2, 2500, 2503],
    END: [2],
    FRONTIER: [2, 2500],
    SINCE: [4998],
    BY_LEAF: [Buffer.from(leafOf(false, 12), 'hex')],
    WEIGHT: [],
  }
  for (const isKnown of [false, true]) {
    if (isKnown) await asOwner((owner) => owner.query('analyze counterpart.apart'))
    for (const [name, values] of Object.entries(places)) {
      const { text } = STATEMENTS[name as keyof typeof STATEMENTS]
      const { rows } = await database.pools.general.query(`explain (analyze, format json) ${text}`, [
        id,
        ...(name === 'BY_LEAF' ? values : [false, ...values]),
      ])
      const read = mostRead(rows[0]['QUERY PLAN'][0].Plan)
      assert.ok(read >= 1 && read <= 3, `${name}: ${read} rows read`)
    }
  }
  await store.close()
  await database.close()
})
