/** Files of an entry that is damaged here: what is behind them has its turn. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { damagedHeader } from '../uses/_damaged.ts'
import { RELATION } from '../uses/_talk.ts'
import { LinkFailure } from '../wire/link.ts'
import { ask, bring, pair, stateAt } from './_fetching.ts'
import { type AskFile, Fetcher } from './fetcher.ts'

/** A round looks for what was lost of one kind, of four. */
const ROUNDS = 4

test('FILES-6 a file in a damaged dossier keeps none behind it from being said to be held, nor from coming', async () => {
  const both = await pair()
  const { b, disk } = both
  const leaves: string[] = []
  for (let i = 0; i < 3; i++) {
    const { digest, ...file } = await bring(both.keeps.a, randomBytes(10))
    const leaf = await ask(both, { ...file, digest })
    leaves.push(leaf)
    // The last is on record as held, and lost.
    const isLost = i === 2
    if (!isLost) disk.set(digest, Buffer.alloc(10))
    await b.store.locked(RELATION, (writer) =>
      writer.moveFile(leaf, digest, ['wanted'], isLost ? 'held' : 'here'),
    )
  }
  b.node.store = damagedHeader(b.node.store, leaves[0] ?? assert.fail())
  const asked: AskFile = () => Promise.reject(new LinkFailure('not-found'))
  await using fetcher = new Fetcher(b.node, both.keeps.b, b.relation(RELATION), asked)
  for (let round = 0; round < ROUNDS; round++) await fetcher.round()
  const states = await Promise.all(leaves.map((leaf) => stateAt(b, leaf)))
  assert.deepEqual(states, ['here', 'held', 'wanted'])
})

test('GIVE-10 a lost file of a damaged entry keeps none behind it from being asked for', async () => {
  const both = await pair()
  const { a, keeps } = both
  const digests: string[] = []
  const leaves: string[] = []
  for (let i = 0; i < 2; i++) {
    const file = await bring(keeps.a, randomBytes(10))
    leaves.push(await ask(both, file))
    digests.push(file.digest)
    await keeps.a.folder.remove(file.digest)
  }
  a.node.store = damagedHeader(a.node.store, leaves[0] ?? assert.fail())
  const asked: string[] = []
  const asks: AskFile = ({ digest }) => {
    asked.push(digest)
    return Promise.reject(new LinkFailure('not-found'))
  }
  await using fetcher = new Fetcher(a.node, keeps.a, a.relation(RELATION), asks)
  for (let round = 0; round < ROUNDS; round++) await fetcher.round()
  assert.deepEqual(asked, [digests[1]])
})
