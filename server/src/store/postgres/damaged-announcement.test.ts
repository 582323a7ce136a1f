/** What was shown before its turn, with a byte of what is stored of it changed, or without its key. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import pg from 'pg'
import { NO_REST, scrubOf } from '../../scrub/_scrubbed.ts'
import { beginning } from '../../uses/_beginning.ts'
import { DAY, two } from '../../uses/_retained.ts'
import { ask, headsOf, RELATION, sayOnce } from '../../uses/_talk.ts'
import { channelTo, pass, type Side } from '../../uses/_world.ts'
import { settleAnnounced } from '../../uses/receive/hear-announced.ts'
import { receive } from '../../uses/receive/receive.ts'
import { type UsesPorts, usesOf } from '../../views/uses.ts'
import { type PostgresHarness, postgresHarness } from './_harness.ts'

let harness: PostgresHarness
let owner: pg.Client
beforeEach(async () => {
  harness = await postgresHarness()
  owner = new pg.Client(harness.server.connection)
  await owner.connect()
})
afterEach(async () => {
  await owner.end()
  await harness.close()
})

const FLIPPED = 'set ciphertext = set_byte(ciphertext, 3, 255 - get_byte(ciphertext, 3))'
const kept = ({ node }: Side) => node.store.read(RELATION, (reader) => reader.announcements())

/** One does not open, of another the key is gone. */
async function damaged(): Promise<{ a: Side; b: Side; leaves: string[] }> {
  const [a, b] = await two({ store: harness.store })
  for (let more = 0; more < 12; more++) await ask(b, `question ${more}`)
  b.relation(RELATION).line.batch = 1
  await sayOnce(b, channelTo(a, RELATION))
  const leaves = (await kept(a)).map(({ leaf }) => leaf)
  assert.ok(leaves.length > 2)
  const [first, second] = leaves.map((leaf) => Buffer.from(leaf, 'hex'))
  await owner.query(`update counterpart.announcement ${FLIPPED} where leaf = $1`, [first])
  await owner.query('delete from counterpart_keys.announcement_key where leaf = $1', [second])
  return { a, b, leaves }
}

test('SYNC-13 a damaged announcement keeps back no draft, no scrub, no page and no other, and no next log', async () => {
  const { a, b, leaves } = await damaged()
  const uses = usesOf({ node: a.node, languages: ['en'], operated: {} } as unknown as UsesPorts)
  assert.deepEqual((await uses.here(RELATION)).ahead, leaves)
  assert.equal((await uses.announced(RELATION)).length, leaves.length - 2)
  const scrub = scrubOf(a, { store: harness.store })
  assert.equal(await scrub.pass(NO_REST, new AbortController().signal), 'ended')
  const found = (await scrub.open()).flatMap((one) => (one.what === 'announcement' ? [one.leaf] : []))
  assert.deepEqual(found.sort(), leaves.slice(0, 2).sort())
  const heads = await headsOf(a)
  assert.equal((await receive(a.node, a.relation(RELATION), beginning(a, b, heads, {}))).kind, 'answer')
  const [begun = assert.fail()] = await a.node.store.read(RELATION, (reader) =>
    reader.incidents(1, ['epoch-begun']),
  )
  const { shown } = begun.detail as { shown: { leaf: string }[] }
  assert.deepEqual(
    shown.map(({ leaf }) => leaf),
    leaves,
  )
})

test('SYNC-13 a damaged announcement is told once, and after thirty days it is gone with all others, and so are their keys', async () => {
  const { a, b, leaves } = await damaged()
  const settle = () => settleAnnounced(a.node, a.relation(RELATION))
  const codes = async () =>
    (await a.node.store.read(RELATION, (reader) => reader.incidents())).map(({ code }) => code)
  for (let round = 0; round < 2; round++) await settle()
  assert.deepEqual(await codes(), ['entry-damaged', 'entry-damaged'])
  assert.equal((await kept(a)).length, leaves.length)
  pass(30 * DAY, a, b)
  await settle()
  for (const table of ['counterpart.announcement', 'counterpart_keys.announcement_key'])
    assert.equal((await owner.query(`select from ${table}`)).rowCount, 0)
  const told = (await codes()).filter((code) => code === 'never-written')
  assert.equal(told.length, leaves.length)
})
