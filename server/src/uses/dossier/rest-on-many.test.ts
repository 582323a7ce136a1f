/** What one dossier's acts rest on is read into one memory: many instruments, each of which fits, do not have to fit together. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { postgresHarness } from '../../store/postgres/_harness.ts'
import { open } from '../_alarm-world.ts'
import { AGREED, DECLARED, PAPER, RELIANCE } from '../_alarms.ts'
import { entry } from '../_hostile.ts'
import { OFFICES } from '../_offices.ts'
import { act, agree, headsOf, RELATION, talk } from '../_talk.ts'
import { newSide, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'

const closing: (() => Promise<void>)[] = []
after(async () => {
  for (const close of closing) await close()
})

/** Papers of the other side's, each with so much in it. */
async function filled(
  most: { bytes: number; rows: number },
  papers: number,
  entries: number,
  bytes: number,
): Promise<{ a: Side; b: Side; ids: string[]; rely(dossier: string, on: readonly string[]): Promise<void> }> {
  const harness = await postgresHarness(most)
  closing.push(() => harness.close())
  const equipment = { procedures: DECLARED, directory: OFFICES }
  const a = await newSide('aaa', [RELATION], 1, {}, { ...equipment, store: harness.store })
  const b = await newSide('bbb', [RELATION], 2, {}, equipment)
  await agree(a, b, RELATION, AGREED)
  const ids: string[] = []
  for (let n = 0; n < papers; n++) ids.push(await open(b, PAPER, 'sign'))
  await talk(a, b)
  const by = { time: b.time.now, office: 'bbb-gate', officer: 'bbb-1' }
  const say = async (act: string, dossier: string, procedure: string, said: readonly object[]) => {
    const seen = (await headsOf(b)).theirs.size
    const all = said.map((kept) =>
      entry({ ...by, seen, kind: 'act', act, dossier, procedure, kept } as Parameters<typeof entry>[0]),
    )
    await writes(b, all)
  }
  for (const id of ids) {
    const fill = 'x'.repeat(bytes)
    await say(
      'end-it-not',
      id,
      PAPER,
      Array.from({ length: entries }, (_, n) => ({ n, fill })),
    )
    await talk(a, b)
  }
  const rely = (dossier: string, on: readonly string[]) =>
    say(
      'rely',
      dossier,
      RELIANCE,
      on.map((id) => ({ instrument: { dossier: id } })),
    )
  return { a, b, ids, rely }
}

const base = (side: Side, paper: string | undefined) =>
  open(side, RELIANCE, 'base', { instrument: { dossier: paper } })

test('SYNC-17 a batch whose entries rest on more than is read at once waits, in one dossier as in several', async () => {
  const { a, b, ids, rely } = await filled({ bytes: 1e9, rows: 100 }, 5, 30, 1)
  const dossier = await base(b, ids[0])
  await talk(a, b)
  const { size } = (await headsOf(a)).theirs
  await rely(dossier, ids.slice(0, 3))
  await talk(a, b)
  assert.equal((await headsOf(a)).theirs.size, size + 3)
  await rely(dossier, ids)
  await assert.rejects(talk(a, b), { code: 'dossier-too-large' })
  // Nobody reads all of them who asks for each by itself either.
  const held = (await headsOf(a)).theirs.size
  assert.ok(held < (await headsOf(b)).ours.size, String(held))
})

test('what officers do at the same time, each with an instrument that fits, is recorded though these do not fit together', async () => {
  const { a, b, ids } = await filled({ bytes: 1e9, rows: 100 }, 4, 40, 1)
  const dossiers: string[] = []
  for (const id of ids) {
    dossiers.push(await base(a, id))
    await talk(a, b)
  }
  // The first is on its way to the store while the others come: those are one commit.
  const first = base(a, ids[0])
  const all = await Promise.allSettled(dossiers.map((dossier) => act(a, dossier, 'rely')))
  await first
  assert.deepEqual(
    all.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)),
    ['done', 'done', 'done', 'done'],
  )
})
