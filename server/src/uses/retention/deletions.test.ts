import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson, encodeHeader, partDigest, utf8 } from '@counterpart/protocol'
import { SALT } from '../_hostile.ts'
import { ERRAND } from '../_pacts.ts'
import { two } from '../_retained.ts'
import { RELATION, request, talk } from '../_talk.ts'
import { officer } from '../_world.ts'
import { writes } from '../_writes.ts'
import { record } from '../record/record.ts'

test('RETENTION-4 a record is taken for parts that its entries have, and asks for no entry by itself', async () => {
  const [a, b] = await two()
  const leaves: string[] = []
  for (let at = 0; at < 6; at++) {
    const fields = { title: `${at}`, name: 'Invented Person' }
    const asked = { procedure: ERRAND, act: 'ask', fields, handling: 'H1', author: officer('aaa') } as const
    const { leaf } = await record(a.node, a.relation(RELATION), {
      kind: 'open',
      request: request(),
      ...asked,
    })
    leaves.push(leaf)
  }
  await talk(a, b)
  const named = ['person', 'no-such-part'].flatMap((name) =>
    leaves.map((leaf) => ({ leaf, name, why: 'time' })),
  )
  const more = [{ leaf: 'ab'.repeat(32), name: 'person', why: 'time' }]
  const bytes = utf8(canonicalJson({ backups: 30, parts: [...named, ...more] }))
  const parts = [{ name: 'kept', digest: partDigest(SALT, bytes), keep: 'always' }]
  const header = { v: 1, relation: RELATION, kind: 'destroyed', seen: 1, time: b.time.now, parts }
  await writes(b, [{ header: encodeHeader(header as never), parts: [{ name: 'kept', salt: SALT, bytes }] }])
  const { locked } = a.store
  let asked = 0
  a.store.locked = (relation, work) =>
    locked.call(a.store, relation, (writer) =>
      work(
        new Proxy(writer, {
          get(target, name: keyof typeof writer) {
            if (name === 'entryByLeaf') asked += 1
            const method = target[name]
            return typeof method === 'function' ? method.bind(target) : method
          },
        }),
      ),
    ) as never
  await talk(a, b)
  assert.equal(asked, 0)
  const taken = await a.store.read(RELATION, (reader) => reader.deletions([...leaves, 'ab'.repeat(32)]))
  assert.deepEqual(
    [...taken.values()]
      .flat()
      .map(({ leaf, name, side }) => [leaf, name, side])
      .toSorted(),
    leaves.map((leaf) => [leaf, 'person', 'bbb']).toSorted(),
  )
})
