import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { closed, ends, passTo, time, two } from '../../uses/_retained.ts'
import { append, OURS, THEIRS } from '../_sample.ts'
import { type PostgresHarness, postgresHarness } from './_harness.ts'

const RELATION = 'aaa~bbb/destroyed'
const TABLES = ['counterpart.part_body', 'counterpart_keys.part_key']
let harness: PostgresHarness

before(async () => {
  harness = await postgresHarness()
  await harness.store.open(RELATION, OURS, THEIRS)
})
after(() => harness?.close())

/** Names of an entry's parts for which a table still has a row. */
async function rowsOf(table: string, leaf: string): Promise<string[]> {
  const owner = new pg.Client(harness.server.connection)
  await owner.connect()
  try {
    const text = `select name from ${table} where leaf = $1 order by name`
    const { rows } = await owner.query<{ name: string }>(text, [Buffer.from(leaf, 'hex')])
    return rows.map((row) => row.name)
  } finally {
    await owner.end()
  }
}

test('a part that is destroyed leaves neither its body nor its key', async () => {
  const parts = { kept: new Uint8Array([1]), names: new Uint8Array([2]), other: new Uint8Array([3]) }
  const { entries } = await harness.store.locked(RELATION, (writer) => append(writer, OURS, [{ parts }]))
  const leaf = entries[0]?.leaf ?? ''
  for (const table of TABLES) assert.deepEqual(await rowsOf(table, leaf), ['kept', 'names', 'other'])
  await harness.store.locked(RELATION, (writer) => writer.destroyParts([{ leaf, name: 'names' }]))
  for (const table of TABLES) assert.deepEqual(await rowsOf(table, leaf), ['kept', 'other'], table)
})

test('a part that was destroyed before it came is not stored', async () => {
  const bytes = new TextEncoder().encode('{"later":true}')
  const given = { kept: new Uint8Array([1]), names: new Uint8Array([2]) }
  const first = await harness.store.locked(RELATION, (writer) =>
    append(writer, OURS, [{ bytes, parts: { kept: given.kept } }]),
  )
  const leaf = first.entries[0]?.leaf ?? ''
  await harness.store.locked(RELATION, (writer) => writer.destroyParts([{ leaf, name: 'names' }]))
  await harness.store.locked(RELATION, (writer) => append(writer, THEIRS, [{ bytes, parts: given }]))
  for (const table of TABLES) assert.deepEqual(await rowsOf(table, leaf), ['kept'], table)
})

test('RETENTION-2 what is over leaves nothing in any table that could bring it back', async () => {
  const [a, b] = await two({ store: harness.store })
  const dossier = await closed(a, b)
  const person = (await ends(a, dossier)).ends[0]
  const leaf = person?.leaf ?? ''
  for (const table of TABLES) assert.deepEqual(await rowsOf(table, leaf), ['kept', 'person'], table)
  await passTo(person?.at ?? 0, a, b)
  await time(a)
  for (const table of TABLES) assert.deepEqual(await rowsOf(table, leaf), ['kept'], table)
  assert.deepEqual(await rowsOf('counterpart.deletion', leaf), ['person'])
})
