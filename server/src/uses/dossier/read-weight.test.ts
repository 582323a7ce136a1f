/** What is read at once is weighed by what it takes in memory: lists of nothing are many times as long there as on disk. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { postgresHarness } from '../../store/postgres/_harness.ts'
import { entry } from '../_hostile.ts'
import { act, agree, ask, headsOf, RELATION, talk } from '../_talk.ts'
import { newSide, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'

const MOST = { bytes: 400_000, rows: 500_000 }

const closing: (() => Promise<void>)[] = []
after(async () => {
  for (const close of closing) await close()
})

/** A dossier of theirs, and how they put acts into it that nobody declared. */
async function theirs() {
  const harness = await postgresHarness(MOST)
  closing.push(() => harness.close())
  const a = await newSide('aaa', [RELATION], 1, {}, { store: harness.store })
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const { dossier } = await ask(b)
  await talk(a, b)
  const seen = (await headsOf(b)).theirs.size
  let n = 0
  /** All say that they have seen nothing of ours since. */
  const fills = async (fill: unknown) => {
    const by = { office: 'bbb-office', officer: 'bbb-1', time: b.time.now, seen }
    const kept = { n: n++, fill }
    await writes(b, [entry({ kind: 'act', act: 'no-such-act', dossier, ...by, kept } as never)])
    await talk(a, b)
  }
  const left = () => a.node.store.read(RELATION, (reader) => reader.roomIn([dossier]))
  const held = async () => (await headsOf(a)).theirs.size
  return { a, b, dossier, fills, left, held }
}

const note = (side: Side, dossier: string) =>
  act(side, dossier, 'note', { fields: { message: { en: { text: 'x', standing: 'authoritative' } } } })

const LISTS = Array.from({ length: 200 }, () => [0])
const TEXT = 'x'.repeat(JSON.stringify(LISTS).length)

test('SYNC-17 an act of a few bytes for which more would be parsed than fits into memory waits, however short it is on disk', async () => {
  const { a, dossier, fills, left, held } = await theirs()
  for (let at = 0; at < 7; at++) await fills(LISTS)
  assert.ok((await left()).bodies > 0)
  await note(a, dossier)
  const size = await held()
  await assert.rejects(fills(LISTS), { code: 'dossier-too-large' })
  assert.equal(await held(), size)
})

test('SYNC-17 as many bytes of text are read', async () => {
  const { a, b, dossier, fills, held } = await theirs()
  for (let at = 0; at < 7; at++) await fills(TEXT)
  await note(a, dossier)
  await fills(TEXT)
  assert.equal(await held(), (await headsOf(b)).ours.size)
})

test('SYNC-17 nothing of ours goes into a dossier that could not be parsed with it any more', async () => {
  const { a, b, dossier, fills, left } = await theirs()
  for (let at = 0; at < 9; at++) await fills(LISTS)
  assert.ok((await left()).bodies < 0)
  await assert.rejects(note(a, dossier), { code: 'dossier-too-large' })
  await ask(a)
  await talk(a, b)
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
})

test('SYNC-17 one entry that would take more than there is waits by itself', async () => {
  const { fills, held } = await theirs()
  const size = await held()
  await assert.rejects(fills(Array.from({ length: 1700 }, () => [0])), { code: 'dossier-too-large' })
  assert.equal(await held(), size)
})
