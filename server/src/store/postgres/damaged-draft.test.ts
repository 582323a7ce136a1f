import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { newSide } from '../../uses/_world.ts'
import { careForDrafts, DRAFT_SECONDS } from '../../uses/record/draft-care.ts'
import { MemoryAccounts } from '../memory/accounts.ts'
import { KEYS, type PostgresHarness, postgresHarness } from './_harness.ts'
import { PostgresDrafts } from './drafts.ts'

const RELATION = 'aaa~bbb/test'

let harness: PostgresHarness
before(async () => {
  harness = await postgresHarness()
})
after(() => harness.close())

test('a damaged draft keeps nobody from the others, is told to operators once, and ends by its time', async () => {
  const side = await newSide('aaa', [RELATION], 1)
  side.relation(RELATION).start = 'confirmed'
  const drafts = new PostgresDrafts(harness.database.tables, KEYS)
  const draft = {
    relation: RELATION,
    dossier: null,
    command: { command: {} },
    by: 'x',
    created: side.time.now,
  }
  for (const id of ['damaged', 'sound']) await drafts.putDraft({ id, ...draft })
  const owner = new pg.Client(harness.server.connection)
  await owner.connect()
  await owner.query(
    "update counterpart.draft set ciphertext = set_byte(ciphertext, 3, 255 - get_byte(ciphertext, 3)) where id = 'damaged'",
  )
  await owner.end()
  const standing = async () =>
    (await drafts.standingDrafts(RELATION)).map(({ id, command }) => [id, command !== null])
  assert.deepEqual(await standing(), [
    ['damaged', false],
    ['sound', true],
  ])
  await assert.rejects(drafts.draft('damaged'), { code: 'entry-damaged' })
  for (let round = 0; round < 2; round++) await careForDrafts(side.node, drafts, new MemoryAccounts())
  const told = await side.store.read(RELATION, (reader) => reader.incidents())
  assert.deepEqual(
    told.map(({ code, detail }) => [code, detail]),
    [['entry-damaged', { what: 'a draft', draft: 'damaged' }]],
  )
  side.time.now += DRAFT_SECONDS
  await careForDrafts(side.node, drafts, new MemoryAccounts())
  assert.deepEqual(await standing(), [])
})
