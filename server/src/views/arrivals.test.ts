import assert from 'node:assert/strict'
import { test } from 'node:test'
import { damaged } from '../uses/_damaged.ts'
import { act, agree, ask, dossierOf, RELATION, talk } from '../uses/_talk.ts'
import { newSide, pass, type Side } from '../uses/_world.ts'
import { look } from './look.ts'
import { ladderOf } from './rungs.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const said = (text: string) => ({ message: { en: { text, standing: 'authoritative' } } })

async function arrived(side: Side, dossier: string) {
  const row = (await dossierOf(side, dossier)) ?? assert.fail()
  const declared = side.node.procedures.get(row.ahead.digest)?.procedure ?? assert.fail()
  const { rungs } = await look(side.node, side.relation(RELATION), (at) => ladderOf(at, row, declared))
  return rungs.map(({ arrived: at }) => at)
}

for (const [wait, shown] of [
  [14 * MINUTE, null],
  [20 * MINUTE, { after: 40 * MINUTE, late: false }],
  [2 * HOUR, { after: 2 * HOUR + 20 * MINUTE, late: true }],
] as const)
  test(`a keeper's answer that was with the other side ${wait / MINUTE} minutes later is ${shown?.late ? 'in time by its own account alone' : shown ? 'shown with both times' : 'one moment'}, on both sides`, async () => {
    const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
    await agree(a, b)
    const { dossier } = await ask(a)
    await talk(a, b)
    const asked = a.time.now
    pass(20 * MINUTE, a, b)
    await act(b, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } })
    assert.deepEqual(await arrived(b, dossier), [null, null], 'not there yet')
    pass(wait, a, b)
    await talk(a, b)
    const expected = shown && { at: asked + shown.after, late: shown.late }
    for (const side of [a, b]) assert.deepEqual(await arrived(side, dossier), [null, expected])
  })

test('what a guest wrote long before it came is shown with both times, and is late by the rule alone', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a)
  pass(3 * HOUR, a, b)
  await talk(a, b)
  for (const side of [a, b]) assert.deepEqual(await arrived(side, dossier), [{ at: a.time.now, late: false }])
})

test('however many acts there are, the other side is asked once when each of them came', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a)
  await talk(a, b)
  for (let times = 0; times < 30; times++) await act(b, dossier, 'note', { fields: said(`no ${times}`) })
  await talk(b, a)
  let asked = 0
  const sound = a.node.store
  const counted = <T>(found: T): T => {
    asked++
    return found
  }
  a.node.store = damaged(sound, (reader) => ({
    settler: (...of) => counted(reader.settler(...of)),
    settlers: (...of) => counted(reader.settlers(...of)),
  }))
  assert.equal((await arrived(a, dossier)).length, 31)
  assert.equal(asked, 1)
})
