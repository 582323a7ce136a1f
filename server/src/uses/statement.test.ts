import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agree, ask, headsOf, RELATION, say } from './_talk.ts'
import { channelTo, newSide, type Side } from './_world.ts'
import { confirmStart } from './statement.ts'

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

const incidentsOf = async (side: Side) =>
  (await side.store.read(RELATION, (reader) => reader.incidents())).map((one) => one.code)

test('SYNC-8 a statement that was overtaken by what it does not count yet accuses nobody', async () => {
  const [a, b] = await pair()
  await b.restart()
  await confirmStart(b.node, b.relation(RELATION), ['one', 'two'], 'the disk')
  const channel = channelTo(a, RELATION)
  const slow = {
    ...channel,
    async ask(nonce: Uint8Array) {
      const note = await channel.ask(nonce)
      await ask(a)
      await say(a, channelTo(b, RELATION))
      return note
    },
  }
  assert.equal(await say(b, slow), 'more')
  assert.deepEqual(await incidentsOf(b), ['started-by-operators'])
})

test('SYNC-8 a statement of fewer entries than were held when it was asked for is told as a rollback', async () => {
  const [a, b] = await pair()
  const empty = await newSide('bbb', [RELATION], 9)
  await say(a, channelTo(empty, RELATION)).catch(() => undefined)
  await a.restart()
  await say(a, channelTo(empty, RELATION))
  assert.deepEqual(await incidentsOf(a), ['counterpart-rolled-back'])
  assert.ok((await headsOf(b)).ours.size > 0)
})
