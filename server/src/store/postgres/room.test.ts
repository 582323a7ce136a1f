/** One small act may name all that was ever put into a dossier: what does not fit is refused before it is read. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { damageIn } from '../../uses/damage.ts'
import { append, dossierRow, OURS, THEIRS } from '../_sample.ts'
import { type PostgresHarness, postgresHarness } from './_harness.ts'

const RELATION = 'aaa~bbb/room'

let harness: PostgresHarness
before(async () => {
  harness = await postgresHarness()
  await harness.store.open(RELATION, OURS, THEIRS)
})
after(() => harness.close())

async function asOwner(text: string): Promise<void> {
  const owner = new pg.Client(harness.server.connection)
  await owner.connect()
  try {
    await owner.query(text)
  } finally {
    await owner.end()
  }
}

test('SYNC-17 bodies and dossiers that do not fit together are refused unread, and fewer of them are read as before', async () => {
  const { entries } = await harness.store.locked(RELATION, async (writer) => {
    for (let at = 0; at < 100; at++) await writer.putDossier(dossierRow(`room-${at}`))
    return append(
      writer,
      OURS,
      Array.from({ length: 20 }, (_, at) => ({ parts: { kept: Uint8Array.of(at) } })),
    )
  })
  const leaves = entries.map(({ leaf }) => leaf)
  const ids = Array.from({ length: 100 }, (_, at) => dossierRow(`room-${at}`).id)
  const read = (some: number) =>
    harness.store.read(RELATION, async (reader) => {
      await reader.parts(leaves.slice(0, Math.ceil(some / 5)))
      return (await reader.dossiersNamed(ids.slice(0, some))).size
    })
  assert.equal(await read(100), 100)
  await asOwner("update counterpart.part_body set ciphertext = convert_to(repeat('x', 16000000), 'UTF8')")
  const refused = await harness.store.read(RELATION, (reader) => reader.parts(leaves)).catch((error) => error)
  assert.equal(refused.code, 'dossier-too-large')
  // Whatever goes through all dossiers, such as destroying, passes it over and tells operators of it.
  assert.notEqual(damageIn(refused), null)
  await asOwner("update counterpart.dossier set body = body || repeat(' ', 4000000)")
  await assert.rejects(
    harness.store.read(RELATION, (reader) => reader.dossiersNamed(ids)),
    { code: 'dossier-too-large' },
  )
  // They are not what was written any more, which is found where they are read.
  await assert.rejects(
    harness.store.read(RELATION, (reader) => reader.dossiersNamed(ids.slice(0, 3))),
    { code: 'entry-damaged' },
  )
})

test('SYNC-17 few folded states are weighed as many are: two that do not fit together are refused, and each is read by itself', async () => {
  const small = await postgresHarness({ bytes: 10_000, rows: 100 })
  try {
    const { store } = small
    await store.open(RELATION, OURS, THEIRS)
    const rows = ['one', 'two', 'short'].map((name) =>
      dossierRow(name, name === 'short' ? {} : { level: 'x'.repeat(6000) }),
    )
    await store.locked(RELATION, async (writer) => {
      for (const row of rows) await writer.putDossier(row)
    })
    const [one = '', two = '', short = ''] = rows.map(({ id }) => id)
    const read = (...ids: string[]) =>
      store.read(RELATION, async (reader) => (await Promise.all(ids.map((id) => reader.dossier(id)))).length)
    for (const id of [one, two]) assert.equal(await read(id, short), 2)
    await assert.rejects(read(one, two), { code: 'dossier-too-large' })
  } finally {
    await small.close()
  }
})

/** A dossier that grows by so many entries, and how many of them are read. */
async function growing({ store }: Awaited<ReturnType<typeof postgresHarness>>) {
  await store.open(RELATION, OURS, THEIRS)
  const dossier = dossierRow('room').id
  const grow = (much: number) => {
    const entries = Array.from({ length: much }, () => ({ dossier }))
    return store.locked(RELATION, (writer) => append(writer, OURS, entries))
  }
  const read = () => store.read(RELATION, async (reader) => (await reader.dossierEntries(dossier)).length)
  return { dossier, grow, read }
}

test('SYNC-17 as many entries as are read at once are read, and one more is refused', async () => {
  const small = await postgresHarness({ bytes: 1e6, rows: 5 })
  try {
    const { grow, read } = await growing(small)
    await grow(5)
    assert.equal(await read(), 5)
    await grow(1)
    await assert.rejects(read(), { code: 'dossier-too-large' })
  } finally {
    await small.close()
  }
})

test('headers that do not fit together are refused, and no more of them is read than does', async () => {
  const small = await postgresHarness({ bytes: 400, rows: 500 })
  try {
    const { dossier, grow, read } = await growing(small)
    const { entries } = await grow(4)
    assert.equal(await read(), 4)
    const left = await small.store.read(RELATION, (reader) => reader.roomIn([dossier]))
    const headers = entries.reduce((sum, { bytes }) => sum + bytes.length, 0)
    assert.deepEqual([left.entries, left.headers], [496, 400 - headers])
    assert.ok(headers < 400 && headers * 3 > 400, String(headers))
    await grow(9)
    await assert.rejects(read(), { code: 'dossier-too-large' })
    const pages = await small.store.read(RELATION, async (reader) => [
      await reader.dossierOf(OURS, dossier, 0, 5),
      await reader.dossierOf(OURS, dossier, 11, 5),
      await reader.dossierOf(THEIRS, dossier, 0, 5),
    ])
    assert.deepEqual(
      pages.map((rows) => rows.map(({ index }) => index)),
      [[0, 1, 2, 3, 4], [11, 12], []],
    )
  } finally {
    await small.close()
  }
})
