import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  firstSpan,
  type KeySpan,
  logOrigin,
  type NoteSigner,
  type SideChain,
  signCheckpoint,
} from '@counterpart/protocol'
import { RELATION } from '../_talk.ts'
import { fakeSigner, newSide } from '../_world.ts'
import { isOwnHead } from './own-head.ts'
import { publicOf } from './signed.ts'

const logOf = (epoch: number) => fakeSigner(logOrigin('bbb.test', RELATION, epoch))
const root = new Uint8Array(32)

function head(signer: NoteSigner, size: number): string {
  return signCheckpoint({ origin: signer.name, size, root }, signer)
}

/** In its second epoch, which began behind fifteen entries. */
async function second() {
  const { node, relation: of } = await newSide('bbb', [RELATION], 1)
  const relation = of(RELATION)
  const epoch = (number: number, base: number) => ({ number, base, log: publicOf(logOf(number)) })
  relation.chain = { ...relation.chain, ours: [epoch(1, 0), epoch(2, 15)] }
  relation.log = logOf(2)
  return { node, relation }
}

test('ANSWER-9 only a head of our newest log, over just so many entries of the chain, shows that there were more', async () => {
  const { node, relation } = await second()
  const is = (note: string | null, size: number) => isOwnHead(node, relation, note, size)
  assert.ok(is(head(logOf(2), 5), 20))
  assert.ok(!is(head(logOf(2), 5), 21))
  assert.ok(!is(head(logOf(2), 20), 20))
  assert.ok(!is(head(fakeSigner('aaa.test/aaa~bbb/test/2'), 5), 20))
  assert.ok(!is(null, 20))
  assert.ok(!is('no head', 20))
})

test('ANSWER-9 EPOCH-8 what was signed beyond the end of an epoch that was closed shows nothing', async () => {
  const { node, relation } = await second()
  assert.ok(!isOwnHead(node, relation, head(logOf(1), 20), 20))
})

test('ANSWER-9 an epoch that this database never heard of is told by the keys that are here', async () => {
  const { node, relation } = await second()
  relation.log = logOf(3)
  assert.ok(isOwnHead(node, relation, head(logOf(3), 1), 20))
  assert.ok(!isOwnHead(node, relation, head(logOf(4), 1), 20))
})

test('ANSWER-9 a key that was changed signs no head beyond its time, also while its secret is still here', async () => {
  const { node, relation } = await second()
  const next = fakeSigner('another')
  const changed = { ...next, name: logOf(2).name }
  const before = firstSpan(publicOf(logOf(2))).map((span) => ({ ...span, until: 3, revoked: true }))
  const spans = [...before, ...firstSpan(publicOf(changed)).map((span) => ({ ...span, from: 3 }))]
  relation.keyed = { ...relation.keyed, ours: { ...relation.keyed.ours, logs: new Map([[2, spans]]) } }
  relation.log = changed
  assert.ok(relation.ring)
  relation.ring = { ...relation.ring, log: [logOf(2), changed] }
  assert.ok(!isOwnHead(node, relation, head(logOf(2), 5), 20))
  assert.ok(isOwnHead(node, relation, head(changed, 5), 20))
})

test('ANSWER-9 KEYS-9 keys that the counterpart has shown count where they go on from what is known, in the log and at the place that they show', async () => {
  const { node, relation } = await second()
  const [one, two, three] = ['one', 'two', 'three'].map((name) => ({
    ...fakeSigner(name),
    name: logOf(2).name,
  }))
  assert.ok(one && two && three)
  const spans = (...changes: [NoteSigner, number][]): KeySpan[] =>
    [[logOf(2), 0] as const, ...changes].map(([signer, from], at) => ({
      keys: publicOf(signer),
      from,
      until: changes[at]?.[1] ?? Number.POSITIVE_INFINITY,
      revoked: false,
    }))
  const learned = (keys: readonly KeySpan[]) => {
    const side = (logs: SideChain['logs']) => ({ logs, custody: [], seals: [] })
    const third = { number: 3, base: 17, name: logOf(3).name, keys: firstSpan(publicOf(logOf(3))) }
    relation.learned = {
      ours: side([{ number: 2, base: 15, name: logOf(2).name, keys }, third]),
      theirs: side([]),
    }
  }
  const is = (signer: NoteSigner, within: number, size: number) =>
    isOwnHead(node, relation, head(signer, within), size)
  learned(spans([one, 3]))
  assert.ok(is(one, 5, 20))
  assert.ok(!is(one, 5, 21))
  assert.ok(!is(two, 5, 20))
  assert.ok(is(logOf(3), 3, 20))
  assert.ok(!is(logOf(3), 3, 21))
  // Known here: at 3 to the first. What somebody says who took the key before it leads elsewhere.
  relation.keyed = {
    ...relation.keyed,
    ours: { ...relation.keyed.ours, logs: new Map([[2, spans([one, 3])]]) },
  }
  for (const keys of [spans([two, 3]), spans([one, 4], [two, 5]), spans(), spans([two, 3], [one, 4])]) {
    learned(keys)
    assert.ok(!is(two, 6, 21))
    assert.ok(!is(logOf(3), 3, 20))
  }
  learned(spans([one, 3], [three, 4]))
  assert.ok(is(three, 6, 21))
})
