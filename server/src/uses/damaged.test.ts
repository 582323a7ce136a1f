import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '@counterpart/protocol'
import { makeQuestion } from '../outbound/sender.ts'
import type { Store, Writer } from '../store/store.ts'
import { agree, ask, RELATION } from './_talk.ts'
import { newSide, type Side } from './_world.ts'
import { receive } from './receive.ts'

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

const give = (side: Side, step: Step) => receive(side.node, side.relation(RELATION), step)
const question = (side: Side) => makeQuestion(side.node, side.relation(RELATION), new Uint8Array(16))

const flipped = (hash: Uint8Array) => hash.map((byte, at) => (at === 0 ? byte ^ 1 : byte))

/** A store in which one bit is another than was written, wherever a method of `instead` reads. */
function damaged(store: Store, instead: (writer: Writer) => Partial<Writer>): Store {
  const reading = (writer: Writer): Writer =>
    new Proxy(writer, {
      get: (target, name: keyof Writer) => instead(target)[name] ?? target[name].bind(target),
    })
  return {
    open: (...parties) => store.open(...parties),
    read: (relation, work) => store.read(relation, work),
    locked: (relation, work) => store.locked(relation, (writer) => work(reading(writer))),
  } as Store
}

test('LOG a tree that was damaged here accuses nobody of a fork', async () => {
  const [a, b] = await pair()
  await ask(a)
  const early = await question(a)
  await give(b, early)
  await ask(a)
  await give(b, await question(a))
  const sound = b.node.store
  b.node.store = damaged(sound, (writer) => ({
    nodes: async (side, at) => (await writer.nodes(side, at)).map(flipped),
  }))
  await assert.rejects(give(b, early), { code: 'entry-damaged' })
  b.node.store = sound
  assert.deepEqual(await sound.read(RELATION, (reader) => reader.incidents()), [])
  assert.equal((await give(b, early)).kind, 'answer')
})

for (const side of ['ours', 'theirs'] as const)
  test(`LOG a head of ${side} that was damaged here is carried on by nobody, and accuses nobody`, async () => {
    const [a, b] = await pair()
    await ask(a)
    const step = await question(a)
    const sound = b.node.store
    b.node.store = damaged(sound, (writer) => ({
      heads: async () => {
        const heads = await writer.heads()
        return { ...heads, [side]: { ...heads[side], frontier: heads[side].frontier.map(flipped) } }
      },
    }))
    await assert.rejects(give(b, step), { code: 'entry-damaged' })
    if (side === 'ours') await assert.rejects(ask(b), { code: 'entry-damaged' })
    b.node.store = sound
    assert.deepEqual(await sound.read(RELATION, (reader) => reader.incidents()), [])
    await ask(b)
    assert.equal((await give(b, step)).kind, 'answer')
  })
