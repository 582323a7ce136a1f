/** Rows of a real PostgreSQL that somebody changed by hand. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { leafHash } from '@counterpart/protocol'
import pg from 'pg'
import { type PostgresHarness, postgresHarness } from '../store/postgres/_harness.ts'
import { PostgresScrubs } from '../store/postgres/scrubs.ts'
import type { Writer } from '../store/store.ts'
import { checkAgainstRules } from '../uses/_oracle.ts'
import { act, agree, ask, RELATION, talk } from '../uses/_talk.ts'
import { channelTo, newSide, type Side } from '../uses/_world.ts'
import { desk } from '../views/desk.ts'
import { NO_REST, scrubOf } from './_scrubbed.ts'
import type { Finding } from './finding.ts'
import type { AskBack } from './mend-given.ts'

let harness: PostgresHarness
let owner: pg.Client
let a: Side
let b: Side

before(async () => {
  harness = await postgresHarness()
  owner = new pg.Client(harness.server.connection)
  await owner.connect()
  a = await newSide('aaa', [RELATION], 1)
  b = await newSide('bbb', [RELATION], 2, {}, { store: harness.store })
  await agree(a, b)
  const asked = await ask(a)
  await ask(a, 'a second one')
  await talk(a, b)
  await act(b, asked.dossier, 'answer', { on: asked.leaf, fields: { outcome: 'yes' } })
  await talk(a, b)
})
after(async () => {
  await owner?.end()
  await harness?.close()
})

/** One bit of byte 5 of a column. */
const flip = (column: string, bit = 9) =>
  `set ${column} = set_bit(${column}, ${bit}, 1 - get_bit(${column}, ${bit}))`

/** The last one once more, further on. */
const headBehind = (which: string, note = 'note', further = 1000, said = 0) => `
  insert into counterpart.checkpoint (relation, own, size, note)
  select relation, own, size + ${further}, ${
    said === 0 ? note : `replace(${note}, E'\n' || size || E'\n', E'\n' || size + ${said} || E'\n')`
  } from counterpart.checkpoint where ${which} order by size desc limit 1`

/** The last entry once more, behind it. */
const ENTRY_BEHIND = `
  insert into counterpart.entry (relation, own, index, leaf, bytes, running, time, kind, dossier, weight)
  select relation, own, index + 1, leaf, bytes, running, time, kind, dossier, weight from counterpart.entry
  where own order by index desc limit 1`

const TAMPERED: Record<string, { what: Finding['what']; sql: string }> = {
  'a header': {
    what: 'header',
    sql: `update counterpart.entry ${flip('bytes')} where own and index = 2`,
  },
  'a leaf': {
    what: 'columns',
    sql: `update counterpart.entry ${flip('leaf')} where not own and index = 1`,
  },
  'the time of an entry': {
    what: 'columns',
    sql: 'update counterpart.entry set time = time + 4 where not own and index = 2',
  },
  'what is said of a mark': {
    what: 'columns',
    sql: `update counterpart.entry set lowered = true where not own and kind = 'mark'`,
  },
  'a body': {
    what: 'part',
    sql: `update counterpart.part_body ${flip('ciphertext')}
      where leaf = (select leaf from counterpart.entry where not own and index = 3)`,
  },
  'the key of a body': {
    what: 'part',
    sql: `update counterpart_keys.part_key ${flip('wrapped', 130)}
      where leaf = (select leaf from counterpart.entry where not own and index = 3)`,
  },
  'the name of the key file of a body': {
    what: 'part',
    sql: `update counterpart_keys.part_key set kek = overlay(kek placing '#' from 2)
      where leaf = (select leaf from counterpart.entry where not own and index = 3)`,
  },
  'a node of a tree': {
    what: 'node',
    sql: `update counterpart.tree_node ${flip('hash')} where own and level = 1 and index = 0`,
  },
  'a signed head': {
    what: 'checkpoint',
    sql: `update counterpart.checkpoint set note = overlay(note placing 'Z' from 8) where not own and size = 2`,
  },
  'a head behind the end of our log': { what: 'beyond', sql: headBehind('own') },
  'a head behind the end of their log': { what: 'beyond', sql: headBehind('not own') },
  'a head behind the end, which nobody signed,': {
    what: 'beyond',
    sql: headBehind('own', "overlay(note placing 'AAAA' from length(note) - 60)", 1, 1),
  },
  'a receipt': {
    what: 'cosignature',
    sql: `update counterpart.cosignature set lines = overlay(lines placing '#' from 60) where not own and size = 1`,
  },
  'the newest head of ours, with its receipt, that was taken away': {
    what: 'checkpoint',
    sql: `with receipt as (delete from counterpart.cosignature where own and size = (select ours_size from counterpart.relation_head))
      delete from counterpart.checkpoint where own and size = (select ours_size from counterpart.relation_head)`,
  },
  'the newest head of theirs, with its receipt, that was taken away': {
    what: 'checkpoint',
    sql: `with receipt as (delete from counterpart.cosignature where not own and size = (select theirs_size from counterpart.relation_head))
      delete from counterpart.checkpoint where not own and size = (select theirs_size from counterpart.relation_head)`,
  },
  'what is carried on': {
    what: 'head',
    sql: `update counterpart.relation_head ${flip('theirs_frontier')}`,
  },
  'that our log is closed': {
    what: 'head',
    sql: 'update counterpart.relation_head set ours_closed = true',
  },
  'that their log is closed': {
    what: 'head',
    sql: 'update counterpart.relation_head set theirs_closed = true',
  },
  'where their first log begins': {
    what: 'epoch',
    sql: 'delete from counterpart.epoch where not own and number = 1',
  },
  'a fold that can still be read': {
    what: 'fold',
    sql: `update counterpart.dossier set body = replace(body, '"outcome":"yes"', '"outcome":"no"')`,
  },
  'whose turn it is': {
    what: 'index',
    sql: `update counterpart.dossier set turn = 'theirs' where turn = 'ours'`,
  },
  'an office that takes part': {
    what: 'index',
    sql: `update counterpart.dossier_office set office = 'aaa-offica' where office = 'aaa-office'`,
  },
  'a verdict': {
    what: 'verdict',
    sql: `update counterpart.judged set verdict = 'void' where leaf =
      (select leaf from counterpart.entry where not own and kind = 'open' order by index desc limit 1)`,
  },
  'a header that was taken away': {
    what: 'header',
    sql: 'delete from counterpart.entry where not own and index = 2',
  },
  'a part of ours that was taken away': {
    what: 'part',
    sql: `delete from counterpart.part
      where leaf = (select leaf from counterpart.entry where own and index = 3)`,
  },
  'a body that was taken away': {
    what: 'part',
    sql: `delete from counterpart.part_body
      where leaf = (select leaf from counterpart.entry where not own and index = 3)`,
  },
  'a verdict that was taken away': {
    what: 'verdict',
    sql: `delete from counterpart.judged where leaf =
      (select leaf from counterpart.entry where not own and kind = 'open' order by index desc limit 1)`,
  },
  'an entry behind the end of a log': { what: 'beyond', sql: ENTRY_BEHIND },
  'a node behind the end of a tree': {
    what: 'beyond',
    sql: `insert into counterpart.tree_node (relation, own, epoch, level, index, hash)
      select h.id, false, 1, 0, r.theirs_size, sha256('') from counterpart.relation h
      join counterpart.relation_head r on r.relation = h.id`,
  },
  'a row of what was destroyed': {
    what: 'deletion',
    sql: `insert into counterpart.deletion (relation, own, leaf, name, record, time, final, why)
      select relation, true, leaf, 'kept', leaf, 1, 1, 'time' from counterpart.entry where own and index = 2`,
  },
  'a dossier that no entry opened': {
    what: 'orphan',
    sql: `insert into counterpart.dossier (relation, id, body, procedure, plays, turn, open, due, changed, wakes)
      select relation, sha256('invented'), body, procedure, plays, turn, open, due, changed, wakes
      from counterpart.dossier limit 1`,
  },
  'an office of a dossier that there is not': {
    what: 'orphan',
    sql: `insert into counterpart.dossier_office (relation, dossier, office, procedure, plays, turn, open, due, changed)
      select relation, sha256('invented'), office, procedure, plays, turn, open, due, changed
      from counterpart.dossier_office limit 1`,
  },
  'a part that its entry does not name': {
    what: 'orphan',
    sql: `insert into counterpart.part (relation, leaf, name)
      select relation, leaf, 'nonesuch' from counterpart.entry where own and index = 1`,
  },
  'a verdict on what is in no log': {
    what: 'orphan',
    sql: `insert into counterpart.judged (relation, leaf, verdict)
      select relation, sha256('invented'), 'effective' from counterpart.judged limit 1`,
  },
  'a count': {
    what: 'counts',
    sql: `update counterpart.tally set count = count + 8 where measure = 'opened'`,
  },
}

/** What one pass finds, and how often that was put back in it. */
async function pass(): Promise<{ found: string[]; mended: number }> {
  const askBack: AskBack = (asked) => channelTo(a, RELATION).giveBack(asked)
  const scrub = scrubOf(b, { scrubs: new PostgresScrubs(harness.database.tables), askBack })
  await owner.query('delete from counterpart.incident')
  await scrub.begin()
  await scrub.pass(NO_REST, new AbortController().signal)
  const incidents = await b.store.read(RELATION, (reader) => reader.incidents())
  const found = incidents.filter(({ code }) => code === 'entry-damaged')
  return {
    found: [...new Set(found.map(({ detail }) => (detail as Finding).what))],
    mended: incidents.length - found.length,
  }
}

test('LOG of a database that nobody changed nothing is found', async () => {
  assert.deepEqual(await pass(), { found: [], mended: 0 })
})

for (const [name, { what, sql }] of Object.entries(TAMPERED))
  test(`LOG ${name} that was changed in the database is found and put back`, async () => {
    const { rowCount } = await owner.query(sql)
    assert.ok((rowCount ?? 0) > 0)
    const { found, mended } = await pass()
    assert.deepEqual(found, [what])
    assert.ok(mended > 0)
    assert.deepEqual(await pass(), { found: [], mended: 0 })
    await checkAgainstRules(b)
  })

test('LOG a dossier that cannot be read, or that no entry opened, keeps no other from a desk', async () => {
  const name = { en: 'Office (invented)', vi: 'Cơ quan (hư cấu)', 'zh-Hans': '机关（虚构）' }
  const office = { code: 'bbb-office', side: 'bbb', level: 'ministry' as const, name, faces: ['aaa-office'] }
  const officer = { id: 'x', name: 'Invented', side: 'bbb', office, roles: ['duty-officer' as const] }
  const page = () => desk(b.node, { view: 'all' }, officer, { offices: null, sees: () => true })
  const before = await page()
  assert.ok(before.rows.length > 1)
  assert.equal(before.unread, 0)
  const [first] = before.rows
  await owner.query(
    `update counterpart.dossier set body = replace(body, '{', '[') where id = decode('${first?.id}', 'hex')`,
  )
  await owner.query(TAMPERED['a dossier that no entry opened']?.sql ?? assert.fail())
  const meanwhile = await page()
  assert.deepEqual(meanwhile.rows, before.rows.slice(1))
  assert.deepEqual([meanwhile.unread, meanwhile.next], [2, null])
  assert.deepEqual((await pass()).found.toSorted(), ['fold', 'orphan'])
  const after = await page()
  assert.deepEqual(new Set(after.rows.map(({ id }) => id)), new Set(before.rows.map(({ id }) => id)))
  assert.equal(after.unread, 0)
  assert.deepEqual(await pass(), { found: [], mended: 0 })
})

test('RETENTION-9 a row that says that a kept part is destroyed is found, nothing is folded on it, and goes where what it hides is sound', async () => {
  const dossiers = () => owner.query('select body, turn, wakes from counterpart.dossier order by id')
  const before = (await dossiers()).rows
  const act = `(select leaf from counterpart.entry where kind = 'act' limit 1)`
  const body = `update counterpart.part_body ${flip('ciphertext')} where name = 'kept' and leaf = ${act}`
  await owner.query(body)
  const { rowCount } = await owner.query(
    `insert into counterpart.part_end (relation, leaf, name, state)
      select relation, leaf, 'kept', 'destroyed' from counterpart.entry where leaf = ${act}`,
  )
  assert.equal(rowCount, 1)
  assert.deepEqual(await pass(), { found: ['part'], mended: 0 })
  assert.deepEqual((await dossiers()).rows, before)
  await owner.query(body)
  assert.deepEqual(await pass(), { found: ['part'], mended: 1 })
  assert.deepEqual((await dossiers()).rows, before)
  const { rows } = await owner.query('select 1 from counterpart.part_end')
  assert.deepEqual(rows, [])
  assert.deepEqual(await pass(), { found: [], mended: 0 })
  await checkAgainstRules(b)
})

test('LOG behind the end of a log nothing can be appended, which is told as damage', async () => {
  await owner.query(ENTRY_BEHIND)
  await assert.rejects(ask(b, 'over what stands there'), { code: 'entry-damaged' })
  assert.deepEqual(await pass(), { found: ['beyond'], mended: 1 })
  await ask(b, 'over nothing')
  await talk(a, b)
  await checkAgainstRules(b)
})

test('LOG an entry behind the end goes with a head over it that nobody signed, and the log goes on', async () => {
  await owner.query(ENTRY_BEHIND)
  await owner.query(headBehind('own', "overlay(note placing 'AAAA' from length(note) - 60)", 1, 1))
  assert.deepEqual(await pass(), { found: ['beyond'], mended: 1 })
  await ask(b, 'over nothing again')
  await talk(a, b)
  await checkAgainstRules(b)
})

test('LOG what entry and tree say behind an end stays, for it may be the end that was turned back', async () => {
  const size = 'update counterpart.relation_head set ours_size = ours_size'
  const whole = await owner.query('select count(*)::integer as entries from counterpart.entry')
  const kept = await owner.query('select * from counterpart.checkpoint where own order by size desc limit 1')
  const { relation, size: last, note } = kept.rows[0] as { relation: number; size: string; note: string }
  const lines = await owner.query('select lines from counterpart.cosignature where own and size = $1', [last])
  await owner.query('delete from counterpart.cosignature where own and size = $1', [last])
  await owner.query('delete from counterpart.checkpoint where own and size = $1', [last])
  await owner.query(`${size} - 1`)
  const { found } = await pass()
  assert.ok(found.includes('beyond'))
  const { rows } = await owner.query('select count(*)::integer as entries from counterpart.entry')
  assert.deepEqual(rows, whole.rows)
  await owner.query(`${size} + 1`)
  await owner.query(
    'insert into counterpart.checkpoint (relation, own, size, note) values ($1, true, $2, $3)',
    [relation, last, note],
  )
  for (const row of lines.rows as { lines: string }[])
    await owner.query(
      'insert into counterpart.cosignature (relation, own, size, lines) values ($1, true, $2, $3)',
      [relation, last, row.lines],
    )
  assert.deepEqual(await pass(), { found: ['head'], mended: 1 })
  await checkAgainstRules(b)
})

test('LOG a head behind the end that may be of a log which was turned back stays, and is told', async () => {
  const { rowCount } = await owner.query(headBehind('own', "replace(note, '/1' || E'\\n', '/7' || E'\\n')"))
  assert.equal(rowCount, 1)
  const size = 'select max(size) as size from counterpart.checkpoint where own'
  const before = (await owner.query(size)).rows
  assert.deepEqual(await pass(), { found: ['beyond'], mended: 0 })
  assert.deepEqual((await owner.query(size)).rows, before)
  await owner.query(`delete from counterpart.checkpoint where own and size = (${size})`)
  assert.deepEqual(await pass(), { found: [], mended: 0 })
})

test('LOG the application takes away no head and no receipt by saying that a log ends before them', async () => {
  const count = 'select count(*)::integer as count from counterpart.cosignature'
  const before = (await owner.query(count)).rows
  const dropped = harness.store.locked(RELATION, async (writer) => {
    const { ours } = await writer.heads()
    // Nor by saying that it is another log which ends there.
    await writer.mendHead('bbb', { ...ours, size: 0, base: 1, epoch: 9 })
    for (let size = 1; size <= ours.size; size++) await writer.dropHead('bbb', size)
  })
  await assert.rejects(dropped, { code: 'internal' })
  assert.deepEqual((await owner.query(count)).rows, before)
})

test('LOG the application can put back nothing that another hash contradicts', async () => {
  const kept = await b.store.read(RELATION, (reader) => reader.storedEntries('bbb', 1, 1))
  const row = kept[0] ?? assert.fail()
  const bytes = row.bytes.map((byte, at) => (at === 3 ? byte ^ 1 : byte))
  const { note = '' } = (await b.store.read(RELATION, (reader) => reader.checkpointFrom('bbb', 2))) ?? {}
  const wrong = new Uint8Array(32)
  const writes: ((writer: Writer) => Promise<void>)[] = [
    (writer) => writer.mendEntry({ ...row, bytes, leaf: leafHash(bytes) }, 1),
    (writer) => writer.mendEntry({ ...row, bytes }, 1),
    (writer) => writer.mendNodes('bbb', 1, [{ level: 0, index: 1, hash: wrong }]),
    (writer) => writer.mendNodes('bbb', 1, [{ level: 1, index: 0, hash: wrong }]),
    (writer) => writer.mendCheckpoint({ side: 'bbb', size: 3, note, cosignature: null }, 1),
  ]
  for (const write of writes)
    await assert.rejects(harness.store.locked(RELATION, write), { code: 'internal' })
  assert.deepEqual(await pass(), { found: [], mended: 0 })
})

test('LOG an incident that cannot be read stops neither a scrub nor whoever lists them, and is told once', async () => {
  await pass()
  const junk = ['{junk', 'null']
  for (const [at, detail] of junk.entries()) {
    await b.store.locked(RELATION, (writer) => writer.putIncident(at, 'log-begun', {}))
    await owner.query('update counterpart.incident set detail = $1 where at = $2', [detail, at])
  }
  await owner.query(TAMPERED['a count']?.sql ?? assert.fail())
  for (let times = 0; times < 2; times++) {
    const scrub = scrubOf(b, { scrubs: new PostgresScrubs(harness.database.tables) })
    await scrub.begin()
    await scrub.pass(NO_REST, new AbortController().signal)
    assert.deepEqual(await scrub.open(), [])
  }
  const told = await b.store.read(RELATION, (reader) => reader.incidents())
  assert.deepEqual(
    told.map(({ code, detail }) => [code, (detail as { what?: string }).what]),
    [
      ['entry-damaged', 'the incident log-begun of 0 cannot be read'],
      ['entry-damaged', 'the incident log-begun of 1 cannot be read'],
      ['damage-repaired', 'counts'],
      ['entry-damaged', 'counts'],
      ['log-begun', undefined],
      ['log-begun', undefined],
    ],
  )
  assert.deepEqual(await pass(), { found: [], mended: 0 })
})
