import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { canonicalJson, hex, sha256, utf8 } from '@counterpart/protocol'
import { MARK_BYTES, requestMarks } from '../../keys/request-marks.ts'
import { givenBack } from '../_brought-back.ts'
import { DAY, two } from '../_retained.ts'
import { act, agree, ask, headsOf, RELATION, talk } from '../_talk.ts'
import { newSide, officer, type Side } from '../_world.ts'
import { type ActCommand, type Command, NOBODY, type Recorded, type StayCommand } from '../command.ts'
import { approvedAnswer } from './answered.ts'
import { record } from './record.ts'

for (const way of ['a backup from before', 'nothing but its keys'])
  test(`GIVE-11 with ${way}, a request whose act was given back is answered with that act, and recorded no second time`, async () => {
    const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
    await agree(a, b)
    const backup = a.store.rows(RELATION).copy()
    const asked = await ask(a, 'a question', RELATION, 'first')
    await talk(a, b)
    const withdrawn = await act(a, asked.dossier, 'withdraw', { request: 'second' })
    await talk(a, b)
    const undelivered = await ask(a, 'never delivered', RELATION, 'third')

    const lost = way === 'a backup from before' ? a : await newSide('aaa', [RELATION], 3)
    if (lost === a) a.store.bringBack(RELATION, backup)
    await lost.restart()
    await givenBack(lost, b)
    const { ours } = await headsOf(lost)
    assert.deepEqual(await ask(lost, 'a question', RELATION, 'first'), asked)
    // By a page that shows the dossier as it is now, for an officer whose id was made anew.
    const again = {
      kind: 'act' as const,
      request: 'second',
      author: { ...officer('aaa'), officer: 'aaa-9' },
      dossier: asked.dossier,
      act: 'withdraw',
      fields: {},
      position: 'whichever',
    }
    assert.deepEqual(await record(lost.node, lost.relation(RELATION), again), withdrawn)
    assert.equal((await headsOf(lost)).ours.size, ours.size)

    const other = { code: 'bad-value', path: '/request' }
    await assert.rejects(ask(lost, 'another question', RELATION, 'first'), other)
    const elsewhere = { ...again, author: { ...again.author, office: 'aaa-other' } }
    await assert.rejects(record(lost.node, lost.relation(RELATION), elsewhere), other)
    const anew = await ask(lost, 'never delivered', RELATION, 'third')
    assert.notEqual(anew.leaf, undelivered.leaf)
    assert.equal((await headsOf(lost)).ours.size, ours.size + 1)
    await lost.restart()
    await talk(lost, b)
    assert.deepEqual(await ask(lost, 'a question', RELATION, 'first'), asked)
  })

const approvedFrom = (side: Side, draft: string) =>
  side.store.read(RELATION, (reader) => approvedAnswer(reader, side.relation(RELATION), draft))

test('PROCEDURE-10 what one person records under the id of a draft is not taken for what two have recorded, and either repeat gets its own answer', async () => {
  const [a] = await two()
  const { dossier } = await ask(a)
  const put = (command: Command) => record(a.node, a.relation(RELATION), command)
  const one: ActCommand = {
    ...{ kind: 'act', request: 'draft', author: officer('aaa'), dossier, position: null },
    ...{ act: 'withdraw', fields: {} },
  }
  const message = { en: { text: 'of nobody (invented)', standing: 'authoritative' } }
  const alone = await put({ ...one, act: 'note', fields: { message } })
  assert.equal(await approvedFrom(a, 'draft'), null)
  const approved = await put({ ...one, approver: 'second-1' })
  assert.notEqual(approved.leaf, alone.leaf)
  assert.deepEqual((await approvedFrom(a, 'draft'))?.answer, approved)
  assert.deepEqual(await put({ ...one, act: 'note', fields: { message } }), alone)
  assert.deepEqual(await put({ ...one, approver: 'second-1' }), approved)
  await assert.rejects(put(one), { code: 'bad-value', path: '/request' })
})

test('PROCEDURE-10 what a former version recorded of two persons under the id alone is answered, and what of one is not', async () => {
  const [a] = await two()
  const { dossier } = await ask(a)
  const command: ActCommand = {
    ...{ kind: 'act', request: 'now', author: officer('aaa'), dossier, position: null },
    ...{ act: 'withdraw', fields: {}, approver: 'second-1' },
  }
  const done = await record(a.node, a.relation(RELATION), command)
  const former = { ...command, request: 'former' }
  const kept = (answer: Recorded) => ({ command: hex(sha256(utf8(canonicalJson(former)))), answer })
  await a.store.locked(RELATION, async (writer) => {
    await writer.putAnswered('former', kept(done))
    await writer.putAnswered('alone', kept({ ...done, leaf: dossier }))
  })
  assert.deepEqual((await approvedFrom(a, 'former'))?.answer, done)
  assert.deepEqual(await record(a.node, a.relation(RELATION), former), done)
  assert.equal(await approvedFrom(a, 'alone'), null)
})

test('GIVE-11 of what two persons recorded and was given back either is answered, and one alone says it no second time', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  const stay: StayCommand = {
    ...{ kind: 'stay', request: 'first', author: officer('aaa', 'legal-reviewer'), dossier },
    ...{ until: a.time.now + 90 * DAY, ground: 'court', reference: 'invented court 7/1' },
  }
  await record(a.node, a.relation(RELATION), stay)
  const over = stay.until
  const shorter = { ...stay, request: 'draft', until: over - DAY }
  const recorded = await record(a.node, a.relation(RELATION), { ...shorter, over, approver: 'second-1' })
  await record(a.node, a.relation(RELATION), { ...shorter, until: 0, request: 'last', approver: 'second-1' })
  await talk(a, b)
  const lost = await newSide('aaa', [RELATION], 3)
  await lost.restart()
  await givenBack(lost, b)
  const { ours } = await headsOf(lost)
  const put = (command: Command) => record(lost.node, lost.relation(RELATION), command)
  await assert.rejects(put(shorter), { code: 'needs-approval' })
  assert.deepEqual(await put({ ...shorter, approver: NOBODY }), recorded)
  assert.deepEqual((await approvedFrom(lost, 'draft'))?.answer, recorded)
  assert.equal(await approvedFrom(lost, 'first'), null)
  assert.equal((await headsOf(lost)).ours.size, ours.size)
})

test('PARTS-2 a salt tells its author alone what it answers, and is another each time', () => {
  const [mark, key] = [randomBytes(MARK_BYTES), randomBytes(32)]
  const marks = requestMarks(key)
  const [one, two] = [randomBytes(32), randomBytes(32)].map((random) => marks.hide(mark, random))
  assert.ok(one && two)
  assert.equal(one.length, 32)
  assert.deepEqual([marks.read(one), marks.read(two)].map(Buffer.from), [mark, mark])
  for (const half of [0, MARK_BYTES])
    assert.notDeepEqual(one.subarray(half, half + MARK_BYTES), two.subarray(half, half + MARK_BYTES))
  assert.notDeepEqual(Buffer.from(requestMarks(randomBytes(32)).read(one)), mark)
})
