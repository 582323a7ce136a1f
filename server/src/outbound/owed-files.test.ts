/** What a counterpart causes by naming files is owed like what its messages cost. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { RELATION, talk } from '../uses/_talk.ts'
import type { Side } from '../uses/_world.ts'
import { newShare, restOf } from '../uses/time-share.ts'
import { ask, bring, enclose, fetching, line, OPTIONS, pair, stateAt } from './_fetching.ts'
import { type AskFile, Fetcher } from './fetcher.ts'

/** The most that is owed at any time. */
function watched(side: Side): () => number {
  const { share } = side.relation(RELATION)
  let [owed, most] = [0, 0]
  Object.defineProperty(share, 'owed', {
    get: () => owed,
    set(value: number) {
      owed = value
      most = Math.max(most, value)
    },
  })
  return () => most
}

test('SYNC-17 a file that another entry names is verified again at the cost of who names it', async () => {
  const both = await pair()
  const { a, b, keeps } = both
  const file = await bring(keeps.a, randomBytes(1000))
  const first = await ask(both, file)
  await fetching(b, line(a), async () => (await stateAt(b, first)) === 'held')
  b.relation(RELATION).share = newShare()
  const most = watched(b)
  const { read } = keeps.b.folder
  keeps.b.folder.read = async (...asked) => {
    await pause(100)
    return read(...asked)
  }
  const again = await ask(both, file)
  await fetching(b, line(a), async () => (await stateAt(b, again)) === 'held')
  assert.ok(most() > 0)
})

test('SYNC-17 what is held is said at the cost of who filled the dossier', async () => {
  const both = await pair()
  const { a, b, keeps } = both
  const leaf = await ask(both, await bring(keeps.a, randomBytes(1000)))
  b.relation(RELATION).share = newShare()
  const most = watched(b)
  const { locked } = b.node.store
  // As long as it takes to fold a dossier with much in it.
  b.node.store.locked = (relation, work) =>
    pause(100).then(() => locked.call(b.node.store, relation, work) as never)
  await fetching(b, line(a), async () => (await stateAt(b, leaf)) === 'held')
  assert.ok(most() > 0)
})

test('FILES-5 of files that are named and never given nothing is on the disk, nor remembered of how far they are', async () => {
  const { a, b, keeps, disk } = await pair()
  const digests = ['01', '02', '03'].map((digits) => digits.repeat(32))
  const secret = { salt: '05'.repeat(32), key: '06'.repeat(32) }
  for (const digest of digests)
    await enclose(a, { name: 'plan.bin', type: 'application/octet-stream', bytes: 1000, digest, ...secret })
  await talk(a, b)
  const asked = new Set<string>()
  const nothing: AskFile = (question) => {
    asked.add(question.digest)
    return line(a)(question, new AbortController().signal)
  }
  await fetching(b, nothing, async () => asked.size === digests.length)
  assert.deepEqual([...disk.keys()], [])
  assert.equal(keeps.b.progress.size, 0)
})

test('SYNC-17 for who owes too much of the time no file is looked for, and then it is', async () => {
  const both = await pair()
  const { a, b, keeps } = both
  const leaf = await ask(both, await bring(keeps.a, randomBytes(1000)))
  const relation = b.relation(RELATION)
  relation.share = { owed: 50_000, at: performance.now() }
  assert.ok(restOf(relation.share) > 0)
  let asked = 0
  const counted = line(a, (answer) => {
    asked += 1
    return answer
  })
  await using fetcher = new Fetcher(b.node, keeps.b, relation, counted, OPTIONS)
  await fetcher.round()
  assert.deepEqual([asked, await stateAt(b, leaf)], [0, 'wanted'])
  relation.share = newShare()
  await fetcher.round()
  assert.ok(asked > 0)
})
