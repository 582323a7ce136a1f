/** Marks settle what lies in many dossiers, each of which the other side may have filled: all of them are not held together. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { postgresHarness } from '../../store/postgres/_harness.ts'
import { two } from '../_brought-back.ts'
import { entry, mark } from '../_hostile.ts'
import { agree, ask, headsOf, lineOf, RELATION, say } from '../_talk.ts'
import { newSide, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import { newFolding } from '../dossier/folding.ts'
import { newSettlers } from '../dossier/settlers.ts'
import { loadTerms } from '../dossier/terms.ts'
import { compareTheirMarks } from '../restore/their-marks.ts'
import { makeStep } from '../send/batch.ts'
import { receive } from './receive.ts'

const MOST = { bytes: 400_000, rows: 500_000 }
const DOSSIERS = 5

const closing: (() => Promise<void>)[] = []
after(async () => {
  for (const close of closing) await close()
})

/** Dossiers of ours with 150 KB of theirs in each, and where our log ended with each of their openings. */
async function filled() {
  const harness = await postgresHarness(MOST)
  closing.push(() => harness.close())
  const a = await newSide('aaa', [RELATION], 1, {}, { store: harness.store })
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const seen = (await headsOf(b)).theirs.size
  const by = { office: 'bbb-office', officer: 'bbb-1', seen, time: b.time.now }
  const brings = async (bytes = 1e7) => {
    const { size: start } = (await headsOf(a)).theirs
    const wanted = { start, nonce: b.node.random(16), bytes }
    const step = await b.store.read(RELATION, (reader) =>
      makeStep(b.node, b.relation(RELATION), reader, wanted),
    )
    return receive(a.node, a.relation(RELATION), step)
  }
  const sizes: number[] = []
  const ids: string[] = []
  for (let at = 0; at < DOSSIERS; at++) {
    const { dossier } = await ask(a)
    ids.push(dossier)
    sizes.push((await headsOf(a)).ours.size)
    for (let n = 0; n < 2; n++) {
      const kept = { n: 2 * at + n, fill: 'x'.repeat(75_000) }
      await writes(b, [entry({ kind: 'act', act: 'no-such-act', dossier, ...by, kept } as never)])
      await brings()
    }
  }
  return { a, b, brings, sizes, ids, store: harness.store }
}

const incidents = (side: Side) =>
  side.store.read(RELATION, async (reader) => {
    const told = await reader.incidents(99, ['verdict-differs'])
    return told.flatMap(({ detail }) => (detail as { dossiers?: string[] }).dossiers ?? []).sort()
  })

test('SYNC-17 a message whose marks settle more together than is read at once waits, and comes in smaller ones', async () => {
  const { a, b, brings, sizes, ids } = await filled()
  for (const seen of sizes) await writes(b, [mark({ seen })])
  const before = (await headsOf(a)).theirs.size
  await assert.rejects(brings(), { code: 'dossier-too-large' })
  assert.equal((await headsOf(a)).theirs.size, before)
  for (let at = 0; at < DOSSIERS; at++) await brings(1)
  assert.equal((await headsOf(a)).theirs.size, before + DOSSIERS)
  assert.deepEqual(await incidents(a), [...ids].sort())
})

test('SYNC-17 dossiers that are read one after the other are held together only as far as they fit', async () => {
  const { a, ids } = await filled()
  await a.store.read(RELATION, async (reader) => {
    const settlers = newSettlers(reader, { aaa: 0, bbb: 0 }, () => [])
    const { terms } = await loadTerms(a.node, a.relation(RELATION), reader, settlers, 'anew')
    const folding = newFolding({
      ...{ node: a.node, relation: a.relation(RELATION), reader, settlers, terms },
      anew: true,
    })
    const [first = '', second = '', third = ''] = ids
    await folding.load([first])
    await folding.load([second])
    await assert.rejects(folding.load([third]), { code: 'dossier-too-large' })
    assert.deepEqual(
      folding.held().map(({ id }) => id),
      [first, second],
    )
  })
})

test('MARK-7 SYNC-17 each mark that came while nothing was signed is compared, though all that they settle does not fit together', async () => {
  const { b, sizes, ids, store, ...before } = await filled()
  await store.locked(RELATION, (writer) => writer.putIncident(before.a.time.now, 'restored', { ours: 0 }))
  const a = await newSide('aaa', [RELATION], 1, {}, { store })
  await say(a, lineOf(a, b)).catch(() => undefined)
  await two(a)
  for (const seen of sizes) await writes(b, [mark({ seen })])
  const refused = () => Promise.reject(Object.assign(new Error(), { code: 'busy' }))
  for (let round = 0; round < 4; round++)
    await say(a, { ...lineOf(a, b), close: refused }).catch(() => undefined)
  assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
  await compareTheirMarks(a.node, a.relation(RELATION))
  assert.deepEqual(await incidents(a), [...ids].sort())
})
