import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeQuestion } from '../../outbound/exchange.ts'
import { agree, ask, RELATION, say } from '../_talk.ts'
import { channelTo, newSide, pass } from '../_world.ts'
import { receive } from '../receive/receive.ts'

test('SYNC-6 a counterpart that claims to hold more of ours than there is stops nothing by it, and is asked once', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const relation = b.relation(RELATION)
  const claim = async () => {
    const question = await makeQuestion(a.node, a.relation(RELATION), a.node.random(16))
    return receive(b.node, relation, { ...question, holds: 1000 })
  }
  let asked = 0
  const channel = channelTo(a, RELATION)
  const counting = {
    ...channel,
    async ask(nonce: Uint8Array) {
      asked += 1
      return channel.ask(nonce)
    },
  }
  for (let n = 0; n < 3; n++) {
    assert.deepEqual(await claim(), { kind: 'refused', code: 'held-start' })
    assert.equal(relation.start, 'confirmed')
    await ask(b)
    while ((await say(b, counting)) === 'more');
    assert.equal(asked, 1)
  }
  pass(3600, a, b)
  await claim()
  await say(b, counting)
  assert.equal(asked, 2)
})
