import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAgainstRules } from '../_oracle.ts'
import { ERRAND } from '../_pacts.ts'
import { act, agree, ask, RELATION, request, talk } from '../_talk.ts'
import { newSide, officer, type Side } from '../_world.ts'
import { record } from '../record/record.ts'

async function countedBy(side: Side): Promise<string[]> {
  const query = { parents: [''], level: null, first: null, last: Number.MAX_SAFE_INTEGER }
  const sums = await side.store.read(RELATION, (reader) => reader.tallySums(query))
  return sums.flatMap(({ measure, upTo }) => (upTo === 0 ? [] : [`${measure} ${upTo}`])).sort()
}

test('counts of reviews are of what is settled, kept up by difference, and those of counting again', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const before = await countedBy(a)
  const asked = await ask(a)
  assert.deepEqual(await countedBy(a), before, 'what the other side has not answered counts nowhere')
  await talk(a, b)
  const opened = await countedBy(a)
  assert.notDeepEqual(opened, before)
  const { leaf } = await act(b, asked.dossier, 'answer', { on: asked.leaf, fields: { outcome: 'yes' } })
  await talk(a, b)
  const answered = await countedBy(a)
  assert.notDeepEqual(answered, opened)
  await act(a, asked.dossier, 'thank', { on: leaf })
  assert.deepEqual(await countedBy(a), answered, 'nor does what was added to a dossier')
  await talk(a, b)
  assert.notDeepEqual(await countedBy(a), answered)
  for (const side of [a, b]) await checkAgainstRules(side)
  assert.deepEqual(await countedBy(a), await countedBy(b))
})

test('a dossier counts at its level, and under every dossier it was filed under', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const parent = await ask(a)
  await talk(a, b)
  for (const side of [a, b]) {
    side.time.now += 3 * 86_400
    await side.restart()
  }
  await talk(a, b)
  await record(b.node, b.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer('bbb'),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'filed' },
    handling: 'H1',
    reserved: { level: 'gate', under: [{ dossier: parent.dossier }] },
  })
  await talk(a, b)
  for (const side of [a, b]) {
    const query = { parents: [parent.dossier], first: null, last: Number.MAX_SAFE_INTEGER }
    const under = (level: string) =>
      side.store.read(RELATION, (reader) => reader.tallySums({ ...query, level }))
    assert.ok((await under('gate')).some(({ measure, upTo }) => measure === 'opened' && upTo === 1))
    assert.deepEqual(await under('ministry'), [])
    await checkAgainstRules(side)
  }
})

test('what is kept on another day, at another level or under nobody is found out', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  await ask(a)
  await talk(a, b)
  await checkAgainstRules(a)
  const one = { parent: '', procedure: 'test-errand', side: 'aaa', level: '', measure: 'opened', seconds: 0 }
  const day = Math.floor(a.time.now / 86_400)
  for (const away of [
    { ...one, day: day + 9 },
    { ...one, day: day - 9 },
    { ...one, day, level: 'gate' },
  ]) {
    const put = (count: number) =>
      a.store.locked(RELATION, (writer) =>
        writer.addTally([
          { ...away, count },
          { ...one, day, count: -count },
        ]),
      )
    await put(1)
    await assert.rejects(checkAgainstRules(a), assert.AssertionError)
    await put(-1)
    await checkAgainstRules(a)
  }
})
