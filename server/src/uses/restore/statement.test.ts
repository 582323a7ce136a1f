import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatSizes, logOrigin, parseSizes, signStatement } from '@counterpart/protocol'
import { UNREADABLE } from '../../store/store.ts'
import { newHostile } from '../_hostile.ts'
import { agree, ask, headsOf, RELATION, say, talk } from '../_talk.ts'
import { channelTo, newSide, type Side } from '../_world.ts'
import { receive } from '../receive/receive.ts'
import { startBlock } from './startable.ts'
import { confirmStart, recall, stateSizes } from './statement.ts'

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
  for (let asked = 0; asked < 3; asked++) {
    await a.restart()
    await say(a, channelTo(empty, RELATION))
    assert.deepEqual(await incidentsOf(a), ['counterpart-rolled-back'])
  }
  assert.ok((await headsOf(b)).ours.size > 0)
})

/** A counterpart that states what it likes of our log, and shows for it what it likes. */
function lying(side: Side, theirs: number, head: (true_: string | null) => string | null) {
  const relation = side.relation(RELATION)
  return {
    ...channelTo(side, RELATION),
    async ask(nonce: Uint8Array) {
      const { ours } = await headsOf(side)
      const stated = { relation: RELATION, from: side.node.party, nonce, ours: ours.size, theirs }
      const shown = head(parseSizes(await stateSizes(side.node, relation, nonce)).head)
      const statement = signStatement({ ...stated, time: side.node.clock() }, relation.custody)
      return formatSizes({ statement, head: shown })
    },
  }
}

test('ANSWER-9 SYNC-8 a larger size without our own signed head is refused, kept as an incident, and stops nothing', async () => {
  const [a, b] = await pair()
  const { size } = (await headsOf(b)).ours
  const lies = [
    lying(a, size + 1, () => null),
    // Ours, over another size: as every receipt of ours it has.
    lying(a, size + 1, (head) => head),
    lying(a, size + 1, () => newHostile().note(0).replaceAll('aaa.test', 'bbb.test')),
    lying(a, size + 1, () => 'none\n\nat all\n'),
  ]
  await b.restart()
  for (const [index, lie] of lies.entries()) {
    await assert.rejects(say(b, lie), { code: 'size-unproven' })
    assert.equal(b.relation(RELATION).start, 'waiting')
    assert.equal((await incidentsOf(b)).length, index + 1)
  }
  await confirmStart(b.node, b.relation(RELATION), ['one', 'two'], 'the disk')
  for (const lie of lies) await assert.rejects(say(b, lie), { code: 'size-unproven' })
  await ask(b)
  assert.equal(b.relation(RELATION).start, 'confirmed')
  // Nor is it remembered as if this were an older copy.
  await b.restart()
  assert.equal(b.relation(RELATION).restored, 'no')
  await talk(a, b)
  await ask(b)
})

test('ANSWER-9 a node brought back without knowing it is shown its own signed head, and stops before it signs', async () => {
  const [a, b] = await pair()
  await ask(b)
  await talk(a, b)
  const held = await a.store.read(RELATION, (reader) => reader.lastCheckpoint('bbb'))
  const old = await newSide('bbb', [RELATION], 9)
  await assert.rejects(say(old, channelTo(a, RELATION)), { code: 'rolled-back' })
  const [incident] = await old.store.read(RELATION, (reader) => reader.incidents())
  assert.ok(incident)
  assert.equal(incident.code, 'rolled-back')
  assert.equal((incident.detail as { head?: string }).head, held?.note)
  assert.equal((await headsOf(old)).ours.size, 0)
})

test('ANSWER-9 who goes on by its operators’ word alone asks before it signs more, when more is known of it', async () => {
  const [a, b] = await pair()
  await ask(b)
  await talk(a, b)
  const old = await newSide('bbb', [RELATION], 9)
  await confirmStart(old.node, old.relation(RELATION), ['one', 'two'], 'nothing')
  const hostile = newHostile()
  const received = await receive(old.node, old.relation(RELATION), hostile.step({ holds: 1 }))
  assert.deepEqual(received, { kind: 'refused', code: 'held-start' })
  await assert.rejects(say(old, channelTo(a, RELATION)), { code: 'rolled-back' })
  assert.equal((await headsOf(old)).ours.size, 0)
})

test('ANSWER-10 an incident that cannot be read any more lets a start go on by nothing that it may have said', async () => {
  const [, b] = await pair()
  const put = (code: string, detail: unknown) =>
    b.store.locked(RELATION, (writer) => writer.putIncident(b.time.now, code, detail))
  const restored = async () => {
    await b.restart()
    return b.relation(RELATION).restored
  }
  await put('epoch-begun', UNREADABLE)
  assert.equal(await restored(), 'no')
  await put('restored', UNREADABLE)
  assert.equal(await restored(), 'unheard')
  await put('epoch-begun', UNREADABLE)
  assert.equal(await restored(), 'unheard')
  await put('epoch-begun', { side: 'bbb', epoch: 2 })
  assert.equal(await restored(), 'no')
  await put('given-differs', UNREADABLE)
  const block = await b.store.read(RELATION, (reader) => startBlock(b.node, b.relation(RELATION), reader))
  assert.equal(block, 'given-differs')
})

test('EPOCH-6 keys that lie ready under the name of the next log continue none, also where they are those of the last', async () => {
  const [, b] = await pair()
  const relation = b.relation(RELATION)
  await recall(b.node, relation)
  assert.equal(relation.restored, 'no')
  const { log } = relation.exchanged.ours
  relation.exchanged.ours.log = { ...log, name: logOrigin('bbb.test', RELATION, 2) }
  await recall(b.node, relation)
  assert.equal(relation.restored, 'unheard')
})
