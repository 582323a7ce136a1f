/** What is not to be had while a file comes, and what is not to be found out by whether it is asked for. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { NodeError } from '../errors.ts'
import type { FileRow, FileState } from '../store/store.ts'
import { memoryFolder } from '../uses/_file-folder.ts'
import { RELATION, request, talk } from '../uses/_talk.ts'
import { officer } from '../uses/_world.ts'
import { answerFile } from '../uses/file/answer-file.ts'
import { isHere, wholeOf } from '../uses/file/arriving-file.ts'
import { record } from '../uses/record/record.ts'
import { findUnremoved } from '../uses/retention/destroy-again.ts'
import { tick } from '../uses/tick.ts'
import { ask, bring, fetching, keepOf, line, pair, stateAt } from './_fetching.ts'

test('RETENTION-2 a file whose part is recalled while it comes does not stay on the disk', async () => {
  const both = await pair()
  const { a, b, keeps, disk } = both
  const paper = await bring(keeps.a, randomBytes(3_000_000))
  const leaf = await ask(both, paper)
  // Whoever sends it has kept a copy, and gives it as long as it is asked for.
  const copy = Uint8Array.from(await keeps.a.folder.read(paper.digest, 0, 10_000_000))
  let asked = 0
  await fetching(
    b,
    async ({ nonce, digest, offset, length }) => {
      asked += 1
      if (asked === 2) {
        await record(a.node, a.relation(RELATION), {
          kind: 'recall',
          request: request(),
          author: officer('aaa', 'legal-reviewer'),
          approver: 'second-1',
          dossier: leaf,
          on: leaf,
          parts: ['person'],
          ground: 'wrong',
          reason: 'wrong',
        })
        await talk(a, b)
        await tick(b.node, b.relation(RELATION))
        assert.equal(await stateAt(b, leaf), 'destroyed')
      }
      return { nonce, digest, offset, bytes: copy.slice(offset, offset + length) }
    },
    async () => asked > 2 && [...disk.keys()].every((name) => !name.endsWith('.part')),
  )
  await tick(b.node, b.relation(RELATION))
  assert.deepEqual([await stateAt(b, leaf), [...disk.keys()]], ['destroyed', []])
})

test('FILES-4 whether a file is here for another relation cannot be told by whether it is asked for', async () => {
  const both = await pair()
  const { a, b, keeps } = both
  const other = keepOf(memoryFolder())
  const secret = await bring(other, randomBytes(100_000))
  await keeps.b.folder.write(secret.digest, 0, await other.folder.read(secret.digest, 0, 1_000_000))
  const leaf = await ask(both, secret)
  let asked = 0
  const honest = line(a)
  await fetching(
    b,
    (question, signal) => {
      asked += 1
      return honest(question, signal)
    },
    async () => asked > 0,
  )
  assert.equal(await stateAt(b, leaf), 'wanted')
})

test('FILES-4 of however many entries that name a file, a question for it reads one', async () => {
  const calls: string[] = []
  const both = await pair({ onCall: (method) => calls.push(method) })
  const file = await bring(both.keeps.a, randomBytes(1000))
  for (let i = 0; i < 3; i++) await ask(both, file)
  calls.length = 0
  const asked = { nonce: new Uint8Array(16), digest: file.digest, offset: 0, length: 100 }
  assert.equal((await answerFile(both.b.node, both.b.relation(RELATION), asked)).bytes, null)
  assert.deepEqual([...new Set(calls)], ['fileWith'])
})

test('FILES-4 a file is here for a relation that brought it and has it, whatever lies under its digest', async () => {
  const keep = keepOf(memoryFolder())
  const digest = 'ab'.repeat(32)
  const said = (...states: FileState[]) =>
    [true, false].flatMap((own) => states.map((state) => ({ own, state }) as FileRow))
  const here = (relation: string, rows: FileRow[]) =>
    isHere(keep, relation, digest, {
      fileWith: async (_, { states } = {}) => rows.find(({ state }) => states?.includes(state)) ?? null,
    })
  assert.equal(await here(RELATION, said('here', 'held', 'scanning')), false)
  await keep.folder.write(digest, 0, new Uint8Array(9))
  for (const row of said('here', 'held', 'scanning')) assert.equal(await here(RELATION, [row]), true)
  assert.equal(await here(RELATION, said('wanted', 'refused', 'destroyed')), false)
  await keep.folder.write(wholeOf(RELATION, digest), 0, new Uint8Array())
  assert.equal(await here(RELATION, said('wanted')), true)
  assert.equal(await here('aaa~bbb/other', said('wanted')), false)
  await keep.folder.remove(digest)
  assert.equal(await here(RELATION, said('wanted')), false)
})

for (const call of ['write', 'remove'] as const)
  for (const when of ['before', 'after'] as const)
    test(`a file arrives although ${call} fails ${when} it says whose it is, and the next start leaves nothing beside it`, async () => {
      const both = await pair()
      const { a, b, keeps, disk } = both
      const { folder } = keeps.b
      let armed = true
      keeps.b.folder = {
        ...folder,
        async [call](name: string, offset: number, bytes: Uint8Array) {
          const fails = armed && name.endsWith('.whole')
          if (fails) armed = false
          if (!fails || when === 'after') await folder[call](name, offset, bytes)
          if (fails) throw new NodeError({ code: 'files-unavailable' })
        },
      }
      const file = await bring(keeps.a, randomBytes(100_000))
      const leaf = await ask(both, file)
      let asked = 0
      const honest = line(a)
      const counted: typeof honest = (question, signal) => {
        asked += 1
        return honest(question, signal)
      }
      await fetching(b, counted, async () => (await stateAt(b, leaf)) === 'held')
      assert.deepEqual([armed, asked], [false, 1])
      await findUnremoved(b.node, b.relation(RELATION))
      assert.deepEqual([...disk.keys()], [file.digest])
    })
