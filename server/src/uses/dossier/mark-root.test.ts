import assert from 'node:assert/strict'
import { test } from 'node:test'
import { markBody } from '@counterpart/casework'
import { hex, type StepEntry, utf8 } from '@counterpart/protocol'
import { makeQuestion, takeAnswer } from '../../outbound/exchange.ts'
import { bringBack, two } from '../_brought-back.ts'
import { entry, mark, newHostile } from '../_hostile.ts'
import { checkRoots } from '../_roots.ts'
import { act, agree, ask, headsOf, lineOf, RELATION, say, talk } from '../_talk.ts'
import { newSide, pass, type Side } from '../_world.ts'
import { markedRoot } from '../log/chain.ts'
import { readPart } from '../log/entry.ts'
import { rootAt } from '../log/heads.ts'
import { receive } from '../receive/receive.ts'

/** Of b's own mark. */
interface Kept {
  root: unknown
  kept: object
}

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

/** a has answered in a dossier that it keeps and asked in others that b keeps; b answers all, with this in the place of its mark. */
async function marked(a: Side, b: Side, written: (seen: number, kept: Kept) => StepEntry[], asks = 1) {
  const { dossier } = await ask(b)
  await talk(a, b)
  await act(a, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } })
  const [asked] = await Promise.all(Array.from({ length: asks }, () => ask(a)))
  const step = await makeQuestion(a.node, a.relation(RELATION), new Uint8Array(16).fill(3))
  const received = await receive(b.node, b.relation(RELATION), step)
  assert.ok(received.kind === 'answer')
  const rows = await b.store.read(RELATION, (reader) => reader.entries('bbb', 0, { entries: 99, bytes: 1e6 }))
  const [own] = received.step.entries.slice(-1)
  const { root, ...kept } = readPart(own?.parts[0]?.bytes ?? utf8('')) ?? assert.fail()
  assert.equal(root, hex(rootAt((await headsOf(a)).ours)))
  const hostile = newHostile('bbb')
  hostile.entries = rows.slice(0, -1).map((row) => ({ header: row.bytes, parts: [] }))
  const start = hostile.entries.push(...written(step.start + step.entries.length, { root, kept }))
  const given = {
    ...received.step,
    entries: hostile.entries.slice(rows.length - 1),
    checkpoint: hostile.note(),
  }
  await takeAnswer(a.node, a.relation(RELATION), step, given)
  const cosigned = await a.store.read(RELATION, (reader) => reader.lastCheckpoint('bbb', true))
  assert.equal(cosigned?.size, start)
  const [row] = await a.store.read(RELATION, (reader) => reader.tail('bbb', null, 1))
  return { mark: row?.leaf, dossier: asked?.dossier, computed: { ...kept, root } }
}

const told = (side: Side) =>
  side.store.read(RELATION, async (reader) =>
    (await reader.incidents(9, ['verdict-differs'])).map(({ detail }) => detail),
  )

const stated = '0'.repeat(64)
for (const [what, kept, root] of [
  ['over another log than ours', (kept: object) => ({ ...kept, root: stated }), stated],
  ['that names no root', (kept: object) => kept, null],
  ['that says nothing', () => ({}), null],
] as const)
  test(`MARK-6 MARK-7 a mark ${what} is told with the root, and stops nothing that we keep`, async () => {
    const [a, b] = await pair()
    const {
      mark: leaf,
      dossier,
      computed,
    } = await marked(a, b, (seen, own) => [mark({ seen, kept: kept(own.kept) })])
    const detail = { mark: leaf, dossiers: [dossier], computed, why: 'root', stated: root }
    assert.deepEqual(await told(a), [detail])
    assert.deepEqual([...a.relation(RELATION).diverged], [dossier])
  })

test('MARK-6 MARK-7 a mark behind an act that has settled all says the root, and that nothing came of it', async () => {
  const before = (seen: number) => entry({ seen, office: 'bbb-office', officer: 'bbb-1' })
  const denied = { code: 'wrong-state', leaf: stated, verdict: 'void' }
  for (const [kept, whys] of [
    [({ root }: Kept) => ({ ...markBody([], []), root }), []],
    [({ root, kept }: Kept) => ({ ...kept, root }), [undefined]],
    [({ root }: Kept) => ({ ...markBody([], []), verdicts: [denied], root }), [undefined]],
    [() => markBody([], []), ['root']],
    [() => ({ ...markBody([], []), root: stated }), ['root']],
  ] as const) {
    const [a, b] = await pair()
    await marked(a, b, (seen, own) => [before(seen), mark({ seen, kept: kept(own) })])
    assert.deepEqual(
      (await told(a)).map((detail) => (detail as { why?: string }).why),
      whys,
    )
  }
})

test('MARK-6 MARK-7 a mark over an entry within a commit names another root where it names that of its head', async () => {
  const [a, b] = await pair()
  // Those that come while the first is recorded are recorded together.
  await marked(a, b, (seen, { root, kept }) => [mark({ seen: seen - 1, kept: { ...kept, root } })], 3)
  const { size } = (await headsOf(a)).ours
  const head = await a.store.read(RELATION, (reader) => reader.checkpointFrom('aaa', size - 1))
  assert.equal(head?.size, size)
  const [detail] = await told(a)
  assert.equal((detail as { why?: string } | undefined)?.why, 'root')
})

test('MARK-6 EPOCH-1 every mark names the root of the one log of a chain in which its seen ends', async () => {
  const [a, b] = await pair()
  const { dossier } = await ask(a)
  await talk(a, b)
  await bringBack(a)
  await assert.rejects(say(a, lineOf(a, b)), { code: 'held-start' })
  await two(a)
  pass(10, a, b)
  await act(b, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } })
  const ended = (await headsOf(a)).ours
  for (let round = 0; a.relation(RELATION).start !== 'confirmed'; round++) {
    assert.ok(round < 9)
    await say(a, lineOf(a, b))
  }
  await ask(a)
  await talk(a, b)
  await checkRoots(a, b)
  await checkRoots(b, a)
  const end = await a.store.read(RELATION, (reader) =>
    markedRoot(reader, a.relation(RELATION), 'aaa', ended.size),
  )
  assert.equal(end, hex(rootAt(ended)))
  assert.deepEqual([(await headsOf(a)).ours.epoch, await told(a), await told(b)], [2, [], []])
})
