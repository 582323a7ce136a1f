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

/** A store in which one bit of every tree node is another than was written. */
function withDamagedTree(store: Store): Store {
  const damaged = (writer: Writer): Writer =>
    new Proxy(writer, {
      get(target, name: keyof Writer) {
        if (name !== 'nodes') return target[name].bind(target)
        return async (...asked: Parameters<Writer['nodes']>) =>
          (await target.nodes(...asked)).map((hash) => hash.map((byte, at) => (at === 0 ? byte ^ 1 : byte)))
      },
    })
  return {
    open: (...parties) => store.open(...parties),
    read: (relation, work) => store.read(relation, work),
    locked: (relation, work) => store.locked(relation, (writer) => work(damaged(writer))),
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
  b.node.store = withDamagedTree(sound)
  await assert.rejects(give(b, early), { code: 'entry-damaged' })
  b.node.store = sound
  assert.deepEqual(await sound.read(RELATION, (reader) => reader.incidents()), [])
  assert.equal((await give(b, early)).kind, 'answer')
})
