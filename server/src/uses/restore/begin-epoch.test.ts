import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  custodyName,
  emptyFrontier,
  type Header,
  logOrigin,
  rootOf,
  signClosing,
  vkeysOf,
} from '@counterpart/protocol'
import { beginning } from '../_beginning.ts'
import { bringBack, two } from '../_brought-back.ts'
import { damaged, oneAtATime } from '../_damaged.ts'
import { bare } from '../_hostile.ts'
import { checkAgainstRules } from '../_oracle.ts'
import { agree, ask, headsOf, lineOf, RELATION, say, talk } from '../_talk.ts'
import { fakeSigner, newSide, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import { contradicted } from '../dossier/whole.ts'
import { rootAt } from '../log/heads.ts'
import { publicOf } from '../log/signed.ts'
import { receive } from '../receive/receive.ts'
import { beginEpoch } from './begin-epoch.ts'

async function history(): Promise<[Side, Side]> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  await ask(b)
  await talk(a, b)
  return [a, b]
}

test('EPOCH-5 where a log is said to end elsewhere, or more to have been cosigned than is here, no keys are made for the next, and nothing is kept of it', async () => {
  const [a, b] = await history()
  await bringBack(b)
  await assert.rejects(say(b, lineOf(b, a)), { code: 'held-start' })
  await two(b)
  const made: number[] = []
  const relation = b.relation(RELATION)
  const { newKeys } = relation
  assert.ok(newKeys)
  relation.newKeys = (number, base, isFree) => {
    made.push(base)
    return newKeys(number, base, isFree)
  }
  const { ours, theirs } = await headsOf(b)
  const { size } = ours
  const whole = { relation: RELATION, from: 'aaa', nonce: new Uint8Array(16), epoch: 1, time: a.time.now }
  for (const said of [
    { size: 0, root: rootOf(emptyFrontier()), cosigned: 0 },
    { size, root: rootAt(ours), cosigned: theirs.size + 1 },
  ]) {
    const lies = signClosing({ ...whole, ...said }, a.relation(RELATION).custody)
    await assert.rejects(beginEpoch(b.node, relation, new Uint8Array(16), lies), { code: 'rolled-back' })
    assert.equal((await headsOf(b)).ours.epoch, 1)
  }
  assert.deepEqual(made, [])
  await say(b, lineOf(b, a))
  assert.deepEqual([made, (await headsOf(b)).ours.epoch], [[size], 2])
})

test('EPOCH-6 KEYS-2 a log begins with no key that its author named before', async () => {
  const [a, b] = await history()
  const signer = fakeSigner(logOrigin('bbb.test', RELATION, 2))
  const named = { ...signer, name: custodyName('bbb.test', RELATION) }
  const change = {
    kind: 'key',
    use: 'custody',
    seen: (await headsOf(b)).theirs.size,
    time: b.time.now,
  } as const
  await writes(b, [bare({ ...change, keys: [...vkeysOf(publicOf(named), 'custody')] } as Partial<Header>)])
  await talk(a, b).catch(() => undefined)
  b.relation(RELATION).custody = named
  const heads = await headsOf(a)
  const refused = await receive(a.node, a.relation(RELATION), beginning(a, b, heads, {}))
  assert.deepEqual(refused, { kind: 'refused', code: 'epoch-refused' })
  assert.equal((await headsOf(a)).theirs.epoch, 1)
})

test('MARK-6 what was held while nothing could be signed is settled by as many marks as are needed to read it', async () => {
  const [a, b] = await history()
  const { ours, theirs } = await headsOf(b)
  for (const title of ['one', 'two', 'three', 'four', 'five']) await ask(a, title)
  await bringBack(b)
  await assert.rejects(say(b, lineOf(b, a)), { code: 'held-start' })
  await two(b)
  const relation = b.relation(RELATION)
  const { newKeys } = relation
  // Of what only follows from then on.
  relation.newKeys = async (...of) => {
    b.node.store = oneAtATime(b.store)
    return newKeys?.(...of) ?? assert.fail()
  }
  for (let times = 0; times < 2; times++) await say(b, lineOf(b, a))
  b.node.store = b.store
  const rows = await b.store.read(RELATION, (reader) => reader.tail('bbb', null, 99))
  const marks = rows.filter(({ kind, index }) => kind === 'mark' && index > ours.size)
  assert.ok(marks.length >= 3, `${marks.length}`)
  await talk(a, b)
  for (const side of [a, b]) {
    assert.deepEqual(
      (await side.store.read(RELATION, (reader) => reader.incidents(9, ['verdict-differs']))).length,
      0,
    )
    await checkAgainstRules(side)
  }
  const { theirs: followed } = await headsOf(a)
  assert.deepEqual([followed.epoch, followed.running], [2, theirs.size + 5])
})

test('CUT-4 where it is found on the way to the next log that logs contradict each other, what was under way is done again', async () => {
  for (let found = 1; ; found++) {
    const [a, b] = await history()
    await ask(a)
    await bringBack(b)
    await assert.rejects(say(b, lineOf(b, a)), { code: 'held-start' })
    await two(b)
    const relation = b.relation(RELATION)
    let reads = 0
    b.node.store = damaged(b.store, (writer) => ({
      // Nothing is known of what it receipted, so that all its marks are compared with what follows.
      lastCheckpoint: async (side, cosigned) =>
        side === 'aaa' && cosigned ? null : writer.lastCheckpoint(side, cosigned),
      lastIn: async (dossier) => {
        reads += 1
        return reads === found && !relation.readsWhole ? contradicted(relation) : writer.lastIn(dossier)
      },
    }))
    for (let times = 0; times < 2; times++) await say(b, lineOf(b, a))
    assert.equal((await headsOf(b)).ours.epoch, 2, `${found}`)
    if (reads < found) return assert.ok(found > 3, `${found}`)
  }
})
