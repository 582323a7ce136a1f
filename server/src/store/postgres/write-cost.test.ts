/** A write costs what it writes, also on a connection whose plans are from when there was next to nothing. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { append, dossierRow, hash } from '../_sample.ts'
import type { Writer } from '../store.ts'
import { type PostgresHarness, postgresHarness } from './_harness.ts'

const RELATION = 'aaa~bbb/write'
const MANY = 2000
/** The server keeps a plan from a statement's sixth time on. */
const TIMES = 8

const ROWS_READ = `select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::int as rows
  from pg_stat_xact_user_tables where schemaname like 'counterpart%'`

let harness: PostgresHarness
/** Rows that its connection had read when the last transaction began, and when it was committed. */
let [begun, ended] = [Promise.resolve(0), Promise.resolve(0)]
before(async () => {
  harness = await postgresHarness()
  const { pools } = harness.database
  await harness.store.open(RELATION, 'aaa', 'bbb')
  const client = await pools.locking.connect()
  const query = client.query.bind(client) as (...given: unknown[]) => Promise<{ rows: { rows: number }[] }>
  const count = async () => (await query(ROWS_READ)).rows[0]?.rows ?? 0
  const spied = (...given: unknown[]) => {
    const [asked] = given as [string | { text: string }]
    if (asked === 'commit') ended = count()
    const answer = query(...given)
    if (typeof asked === 'object' && asked.text === 'begin') begun = count()
    return answer
  }
  client.query = spied as typeof client.query
  client.release()
})
after(() => harness.close())

async function rowsRead(work: (writer: Writer) => Promise<unknown>): Promise<number> {
  await harness.store.locked(RELATION, work)
  return (await ended) - (await begun)
}

test('what a dossier, a head and a receipt cost does not grow with how many there are', async () => {
  const under = [{ dossier: 'parent', content: null }]
  const dossier = (i: number, changed: number) => dossierRow(`write-${i}`, { changed, due: changed, under })
  const once = (i: number) =>
    rowsRead(async (writer) => {
      await writer.putDossier(dossier(7, i))
      await writer.putCheckpoint({ side: 'aaa', size: 10_000 + i, note: 'n', cosignature: 'c' })
      for (const cosigned of [true, false]) {
        await writer.lastCheckpoint('aaa', cosigned)
        await writer.checkpointFrom('aaa', 10_000 + i, cosigned)
      }
    })
  let few = 0
  for (let i = 0; i < TIMES; i++) few = await once(i)
  assert.ok(few > 0)
  await rowsRead(async (writer) => {
    for (let i = 0; i < MANY; i++) {
      await writer.putDossier(dossier(1000 + i, i))
      await writer.putCheckpoint({ side: 'aaa', size: i + 1, note: 'n', cosignature: 'c' })
    }
  })
  // The rows of a transaction before are still there beside those that took their place, until somebody cleans up.
  const many = await once(TIMES)
  assert.ok(many <= few + 10, `${many} rows after ${few}`)
})

test('what operators watch costs what is open and new, however much is done and on record', async () => {
  const watched = () =>
    rowsRead(async (writer) => {
      await writer.gauge(0)
      for (const code of ['rare', 'never']) await writer.incidents(1, [code])
    })
  await harness.store.locked(RELATION, (writer) => writer.putIncident(1, 'rare', null))
  let few = 0
  for (let i = 0; i < TIMES; i++) few = await watched()
  await harness.store.locked(RELATION, async (writer) => {
    for (let i = 0; i < MANY; i++) await writer.putIncident(i, 'usual', null)
    const file = { leaf: hash('leaf'), own: true, dossier: null, state: 'held' } as const
    await writer.putFiles(Array.from({ length: MANY }, (_, i) => ({ ...file, digest: hash(`file ${i}`) })))
  })
  // What is new is counted once.
  await watched()
  const many = await watched()
  assert.ok(many <= few + 10, `${many} rows after ${few}`)
})

test('the mark over a head costs nothing of what its author wrote beside it, marked between heads, or took back', async () => {
  const once = (from: number) =>
    rowsRead(async (writer) => {
      const found = await writer.markOver('bbb', from, null)
      assert.deepEqual([found?.running, found?.lowered], [MANY + 2, undefined])
    })
  const wishes = [MANY, ...Array(MANY).fill(MANY + 1)]
  const lowered = { kind: 'mark' as const, running: MANY + 2, lowered: true as const }
  const last = [...Array(MANY).fill(lowered), { kind: 'mark', running: MANY + 2 }]
  const marks = [...wishes.map((running) => ({ kind: 'mark' as const, running })), ...last]
  const acts = Array.from({ length: MANY }, () => ({ running: MANY + 1 }))
  await harness.store.locked(RELATION, async (writer) => {
    await append(writer, 'bbb', [...acts, ...marks])
    await writer.putCheckpoint({ side: 'aaa', size: MANY + 2, note: 'n', cosignature: null })
  })
  let read = 0
  for (let i = 0; i < TIMES; i++) read = await once(MANY + 1)
  assert.ok(read <= 10, `${read} rows`)
})
