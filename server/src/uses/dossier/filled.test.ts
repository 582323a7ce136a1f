/** Either side may put into a dossier what it likes: whoever did nothing goes on, in every other and with the other side. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { postgresHarness } from '../../store/postgres/_harness.ts'
import { entry } from '../_hostile.ts'
import { ERRAND } from '../_pacts.ts'
import { act, agree, ask, headsOf, RELATION, request, talk } from '../_talk.ts'
import { newSide, officer, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import type { Command } from '../command.ts'
import { record } from '../record/record.ts'

const closing: (() => Promise<void>)[] = []
after(async () => {
  for (const close of closing) await close()
})

async function sides(most: { bytes: number; rows: number }): Promise<[Side, Side, string]> {
  const harness = await postgresHarness(most)
  closing.push(() => harness.close())
  const a = await newSide('aaa', [RELATION], 1, {}, { store: harness.store })
  const b = await newSide('bbb', [RELATION], 2)
  return [a, b, await agree(a, b)]
}

async function roomIn(side: Side, dossier: string) {
  return side.node.store.read(RELATION, (reader) => reader.roomIn([dossier]))
}

let fillers = 0
async function fill(a: Side, b: Side, dossier: string, bytes: number): Promise<void> {
  const seen = (await headsOf(a)).ours.size
  const kept = { n: fillers++, fill: 'x'.repeat(bytes) }
  const office = { office: 'bbb-office', officer: 'bbb-1' }
  await writes(b, [
    entry({ kind: 'act', act: 'no-such-act', dossier, seen, time: b.time.now, ...office, kept } as never),
  ])
  await talk(a, b)
}

/** What aaa says in it, by an officer and by itself. */
function said(dossier: string): Command[] {
  const author = officer('aaa', 'secretary')
  const fields = { first: [{ party: 'aaa', digest: ERRAND }] }
  return [
    { kind: 'opened', request: request(), author, dossier },
    { kind: 'act', request: request(), author, dossier, act: 'relist', fields, position: null },
  ] as Command[]
}

async function nothingIsSaid(a: Side, dossier: string): Promise<void> {
  const before = await headsOf(a)
  for (const command of said(dossier))
    await assert.rejects(record(a.node, a.relation(RELATION), command), { code: 'dossier-too-large' })
  assert.deepEqual(await headsOf(a), before)
}

/** In other dossiers, and of the other side. */
async function allElseGoesOn(a: Side, b: Side): Promise<void> {
  const { dossier } = await ask(a)
  const { size } = (await headsOf(b)).ours
  await ask(b)
  await talk(a, b)
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  assert.ok((await headsOf(a)).theirs.size > size)
  await act(b, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } })
  await talk(a, b)
}

const MOST = { bytes: 400_000, rows: 500_000 }

test("the relation's own dossier, filled by the other side, takes nothing of ours and stops nothing else", async () => {
  const [a, b, own] = await sides(MOST)
  for (let times = 0; times < 19; times++) await fill(a, b, own, MOST.bytes / 20)
  for (;;) {
    const { bodies } = await roomIn(a, own)
    if (bodies < 200) break
    await fill(a, b, own, Math.max(1, Math.min(MOST.bytes / 20, bodies - 700)))
  }
  assert.ok((await roomIn(a, own)).bodies >= 0)
  await nothingIsSaid(a, own)
  await allElseGoesOn(a, b)
  // Beyond what is read at once, and after a start.
  for (let times = 0; times < 3; times++) await fill(a, b, own, MOST.bytes / 20)
  assert.ok((await roomIn(a, own)).bodies < 0)
  a.relation(RELATION).agreed = null
  await allElseGoesOn(a, b)
  await nothingIsSaid(a, own)
})

test('as many entries as are read at once are not made one more by what we say', async () => {
  const [a, b, own] = await sides({ bytes: 1e9, rows: 40 })
  while ((await roomIn(a, own)).entries > 0) await fill(a, b, own, 1)
  await nothingIsSaid(a, own)
  await allElseGoesOn(a, b)
  a.relation(RELATION).agreed = null
  await allElseGoesOn(a, b)
})

test('what several say in one commit counts together, and who says it elsewhere is not refused with them', async () => {
  const [a, b, own] = await sides({ bytes: 1e9, rows: 40 })
  while ((await roomIn(a, own)).entries > 1) await fill(a, b, own, 1)
  // The first is on its way to the store while the others come: those are one commit.
  const first = ask(a)
  const all = await Promise.allSettled([
    ...said(own).map((command) => record(a.node, a.relation(RELATION), command)),
    ask(a),
  ])
  await first
  assert.deepEqual(
    all.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)),
    ['done', 'dossier-too-large', 'done'],
  )
  assert.equal((await roomIn(a, own)).entries, 0)
})
