/** A peer that sends of a log that has ended makes a node read what it sent, and not what is kept already. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reachOf } from '../../pouch/reach.ts'
import type { Reader, Store } from '../../store/store.ts'
import { lateIn } from '../../views/announced.ts'
import { look } from '../../views/look.ts'
import { asksEnd } from '../_asks-end.ts'
import { entry, newHostile } from '../_hostile.ts'
import { agree, headsOf, RELATION } from '../_talk.ts'
import { newSide } from '../_world.ts'
import { boundsOf } from './bounds.ts'
import { giveLate, takeLate } from './late.ts'
import { receive } from './receive.ts'

/** Every answer of a store about what is kept apart, with how many rows it had. */
function counting(store: Store, reads: string[]): Store {
  const counted = <R extends Reader>(reader: R): R =>
    new Proxy(reader, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target)
        if (typeof value !== 'function') return value
        return async (...given: unknown[]) => {
          const found: unknown = await value.apply(target, given)
          // The frontier is of one row.
          const rows = Array.isArray(found) && name !== 'apartFrontier' ? found.length : 1
          if (String(name).startsWith('apart')) reads.push(`${String(name)} ${rows}`)
          return found
        }
      },
    })
  return {
    open: store.open.bind(store),
    close: store.close.bind(store),
    read: (relation, work) => store.read(relation, (reader) => work(counted(reader))),
    locked: (relation, work) => store.locked(relation, (writer) => work(counted(writer))),
  }
}

test('EPOCH-8 EPOCH-12 what is read for a message of a log that ended, and for a question for such, grows with no other', async () => {
  const late = { entries: 40, bytes: 2 ** 30 }
  const a = await newSide('aaa', [RELATION], 1, {}, { bounds: { ...boundsOf(), late } })
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  await asksEnd(a)
  const { theirs } = await headsOf(a)
  const rows = await a.store.read(RELATION, (reader) => reader.entries('bbb', 0, { entries: 99, bytes: 1e6 }))
  const hostile = newHostile('bbb')
  hostile.entries = rows.map((row) => ({ header: row.bytes, parts: [] }))
  const reads: string[] = []
  a.node.store = counting(a.node.store, reads)
  b.node.store = counting(b.node.store, reads)
  const relation = a.relation(RELATION)
  const counted = async (work: () => Promise<unknown>) => {
    reads.length = 0
    await work()
    return reads.toSorted()
  }
  const send = async (i: number, is: string) => {
    const received = await receive(a.node, relation, hostile.step({ start: theirs.size + i }))
    assert.equal(received.kind === 'refused' && received.code, is)
  }
  const each: string[][][] = []
  for (let i = 0; i < late.entries; i++) {
    hostile.entries.push(entry({ seen: theirs.running, kept: { title: `${i}` } }))
    const question = { epoch: 1, start: theirs.size + i }
    const step = await counted(() => send(i, 'epoch-closed'))
    const again = await counted(() => send(i, 'epoch-closed'))
    const asked = await counted(async () => {
      const given = await giveLate(a.node, relation, question, new Uint8Array(16))
      assert.deepEqual(given.entries[0]?.header, hostile.entries.at(-1)?.header)
    })
    const reached = await counted(async () => {
      const reach = await a.node.store.read(RELATION, (reader) => reachOf(relation, 1, reader))
      assert.equal(reach, theirs.size + i + 1)
    })
    each.push([step, again, asked, reached])
  }
  const [, second = assert.fail()] = each
  for (const one of each.slice(1)) assert.deepEqual(one, second)
  assert.deepEqual(second, [
    ['apartFrontier 1', 'apartIndexes 0', 'apartWeight 1'],
    ['apartFrontier 1', 'apartFrontier 1', 'apartIndexes 1'],
    ['apart 1'],
    ['apartEnd 1'],
  ])
  hostile.entries.push(entry({ seen: theirs.running, kept: { title: 'more' } }))
  for (let i = 0; i < 2; i++)
    assert.deepEqual(await counted(() => send(late.entries, 'late-full')), second[0])

  // Its author takes what is new, and what it has already is no reason to ask again; it is shown for a while.
  const mine = b.relation(RELATION)
  const [own] = mine.chain.ours
  assert.ok(own)
  mine.chain = { ...mine.chain, ours: [own, { ...own, number: 2, base: theirs.size }] }
  const given = () => giveLate(a.node, relation, { epoch: 1, start: theirs.size }, new Uint8Array(16))
  const step = await given()
  assert.deepEqual([await takeLate(b.node, mine, step), await takeLate(b.node, mine, step)], [1, 0])
  const shown = () => counted(() => look(b.node, mine, lateIn))
  assert.deepEqual(await shown(), ['apartSince 1'])
  b.time.now += 91 * 86_400
  assert.deepEqual(await shown(), ['apartSince 0'])
})
