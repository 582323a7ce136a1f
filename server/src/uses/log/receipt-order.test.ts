import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Channel } from '../../outbound/channel.ts'
import { LinkFailure } from '../../wire/link.ts'
import { agree, ask, headsOf, RELATION, say, talk } from '../_talk.ts'
import { channelTo, newSide, pass, type Side } from '../_world.ts'
import { learnKeys } from '../keys/learned-keys.ts'
import { rotateKey } from '../keys/rotate.ts'
import { receive } from '../receive/receive.ts'
import { confirmStart } from '../restore/statement.ts'
import { makeStep } from '../send/batch.ts'

/** What it says arrives, and nothing comes back. */
function deaf(to: Side): Channel {
  return {
    ...channelTo(to, RELATION),
    async sync(step) {
      await channelTo(to, RELATION).sync(step)
      throw new LinkFailure('line-down')
    },
  }
}

const receiptAt = (side: Side, size: number) =>
  side.store.read(RELATION, async (reader) => (await reader.checkpointFrom('aaa', size, true))?.size)

/** A side that has lost everything but its keys follows what the other gives to the keys of today. */
async function leads(to: Side): Promise<boolean> {
  const lost = await newSide('bbb', [RELATION], 9)
  learnKeys(lost.node, lost.relation(RELATION), await channelTo(to, RELATION).keys())
  return lost.relation(RELATION).learned?.theirs.logs[0]?.keys.length === 2
}

test('KEYS-10 a receipt beyond a change of the log’s keys counts after the one that proves it, whichever came first', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  await ask(a)
  const { index } = await rotateKey(a.node, a.relation(RELATION), { use: 'log' })
  await ask(a)
  await assert.rejects(say(a, deaf(b)), { code: 'line-down' })
  // What was sent behind it arrived as well; and the next receipt is for all of it.
  const wanted = { nonce: new Uint8Array(16), start: index + 1 }
  const ahead = await a.store.read(RELATION, (reader) =>
    makeStep(a.node, a.relation(RELATION), reader, wanted),
  )
  assert.equal((await receive(b.node, b.relation(RELATION), ahead)).kind, 'answer')
  for (let round = 0; round < 3; round++) await say(b, channelTo(a, RELATION))
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  await talk(a, b)
  assert.equal(await receiptAt(a, index + 1), index + 1)
  const { ours } = await headsOf(a)
  assert.equal(await receiptAt(a, ours.size), ours.size)
  assert.ok(await leads(a))
})

test('KEYS-10 a change that is taken in while nothing may be signed has its receipt with the next log', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  await b.store.locked(RELATION, (writer) => writer.putIncident(b.time.now, 'restored', { ours: 0 }))
  await b.restart()
  await ask(a)
  const { index } = await rotateKey(a.node, a.relation(RELATION), { use: 'log' })
  await ask(a)
  await assert.rejects(say(b, channelTo(a, RELATION)), { code: 'held-start' })
  await confirmStart(b.node, b.relation(RELATION), ['one', 'two'], 'the notebook of the watch (invented)')
  for (let round = 0; round < 4; round++) await say(b, channelTo(a, RELATION)).catch(() => undefined)
  assert.equal((await headsOf(b)).ours.epoch, 2)
  pass(10, a, b)
  await talk(a, b)
  const { ours } = await headsOf(a)
  assert.deepEqual(
    [await receiptAt(a, index + 1), await receiptAt(a, ours.size), a.relation(RELATION).line.waiting],
    [index + 1, ours.size, 0],
  )
  assert.ok(await leads(a))
})
