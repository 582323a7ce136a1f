import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { MARK_BYTES, requestMarks } from '../../keys/request-marks.ts'
import { act, agree, ask, headsOf, RELATION, say, talk } from '../_talk.ts'
import { channelTo, newSide, officer, type Side } from '../_world.ts'
import { allowGiving } from '../restore/give-back.ts'
import { confirmStart } from '../restore/statement.ts'
import { record } from './record.ts'

const WORD = 'the notebook of the watch (invented)'

/** It has back what the other side kept, with the word of two operators on either side, and goes on. */
async function givenBack(lost: Side, other: Side): Promise<void> {
  await assert.rejects(say(lost, channelTo(other, RELATION)), { code: 'rolled-back' })
  await confirmStart(lost.node, lost.relation(RELATION), ['one', 'two'], WORD)
  await allowGiving(other.node, other.relation(RELATION), ['three', 'four'], WORD)
  await talk(lost, other)
}

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
