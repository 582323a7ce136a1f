/** Entries in dossiers whose opening is lost, or was never written, while this side is brought back and signs nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { postgresHarness } from '../store/postgres/_harness.ts'
import { open } from '../uses/_alarm-world.ts'
import { AGREED, DECLARED, PAPER, RELIANCE } from '../uses/_alarms.ts'
import { allow, bringBack, two } from '../uses/_brought-back.ts'
import { entry } from '../uses/_hostile.ts'
import { OFFICES } from '../uses/_offices.ts'
import { agree, ask, headsOf, lineOf, RELATION, say, talk } from '../uses/_talk.ts'
import { newSide, type Side } from '../uses/_world.ts'
import { writes } from '../uses/_writes.ts'
import { receive } from '../uses/receive/receive.ts'
import { makeStep } from '../uses/send/batch.ts'
import { LinkFailure } from '../wire/link.ts'
import { takeBack } from './take-back.ts'

const EQUIPMENT = { procedures: DECLARED, directory: OFFICES }

const codesOf = (side: Side) =>
  side.store.read(RELATION, async (reader) => (await reader.incidents()).map(({ code }) => code))

/** Acts of b in one dossier, each of which says another of these. */
async function acts(b: Side, act: string, dossier: string, said: readonly object[]): Promise<void> {
  const seen = (await headsOf(b)).theirs.size
  const by = { time: b.time.now, office: 'bbb-gate', officer: 'bbb-1', seen, procedure: RELIANCE }
  await writes(
    b,
    said.map((kept) => entry({ ...by, kind: 'act', act, dossier, kept })),
  )
}

async function rounds(a: Side, b: Side, times = 9): Promise<void> {
  for (let round = 0; round < times && a.relation(RELATION).start !== 'confirmed'; round++)
    await say(a, lineOf(a, b)).catch(() => undefined)
}

test('EPOCH-5 SYNC-17 what is written in a dossier whose opening is lost waits, and no more is held than can be judged once that is back', async () => {
  const [old, b] = [
    await newSide('aaa', [RELATION], 1, {}, EQUIPMENT),
    await newSide('bbb', [RELATION], 2, {}, EQUIPMENT),
  ]
  await agree(old, b, RELATION, AGREED)
  const papers: string[] = []
  for (let n = 0; n < 5; n++) papers.push(await open(b, PAPER, 'sign'))
  await talk(old, b)
  for (const id of papers)
    await acts(
      b,
      'end-it-not',
      id,
      Array.from({ length: 30 }, (_, n) => ({ n })),
    )
  await talk(old, b)
  // b has read this, and has not answered it.
  const dossier = await open(old, RELIANCE, 'base', { instrument: { dossier: papers[0] } })
  const sent = await old.store.read(RELATION, (reader) =>
    makeStep(old.node, old.relation(RELATION), reader, { nonce: new Uint8Array(16) }),
  )
  old.die()
  const before = (await headsOf(b)).ours.size
  await acts(
    b,
    'rely',
    dossier,
    papers.map((id) => ({ instrument: { dossier: id } })),
  )
  await allow(b)
  // Each of the papers fits alone, and all of them do not.
  const harness = await postgresHarness({ bytes: 1e9, rows: 100 })
  try {
    const a = await newSide('aaa', [RELATION], 3, {}, { ...EQUIPMENT, store: harness.store })
    await assert.rejects(say(a, lineOf(a, b)), { code: 'rolled-back' })
    await two(a)
    const busy = { ...lineOf(a, b), close: () => Promise.reject(new LinkFailure('busy')) }
    for (let round = 0; round < 4; round++) await say(a, busy).catch(() => undefined)
    assert.equal((await headsOf(a)).theirs.size, before)
    assert.ok((await codesOf(a)).includes('opening-missing'))
    await receive(b.node, b.relation(RELATION), sent)
    await rounds(a, b)
    const { ours, theirs } = await headsOf(a)
    assert.deepEqual([ours.epoch, theirs.size], [2, before])
    assert.ok(await a.store.read(RELATION, (reader) => reader.dossier(dossier)))
  } finally {
    await harness.close()
  }
})

/** Side a as it was before its last opening; b has answered that where `isHeard`, and has written in a dossier that nobody opened if not. */
async function lost(isHeard: boolean): Promise<[Side, Side, number]> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const backup = a.store.rows(RELATION).copy()
  const { dossier } = await ask(a)
  if (isHeard) await talk(a, b)
  const before = (await headsOf(b)).ours.size
  const named = isHeard ? dossier : 'f'.repeat(64)
  const seen = (await headsOf(b)).theirs.size
  const by = { kind: 'act', act: 'answer', office: 'bbb-office', officer: 'bbb-1' } as const
  await writes(b, [entry({ ...by, time: b.time.now, dossier: named, seen, kept: { outcome: 'yes' } })])
  a.die()
  a.store.bringBack(RELATION, backup)
  await bringBack(a)
  await allow(b)
  await say(a, lineOf(a, b)).catch(() => undefined)
  await two(a)
  await rounds(a, b)
  return [a, b, before]
}

test('EPOCH-5 SYNC-17 what is written in a dossier whose opening comes back is held with it', async () => {
  const [a, b] = await lost(true)
  const { ours, theirs } = await headsOf(a)
  assert.deepEqual([ours.epoch, theirs.size, ours.running], [2, (await headsOf(b)).ours.size, theirs.size])
  assert.ok(!(await codesOf(a)).includes('opening-missing'))
})

test('EPOCH-5 SYNC-17 what is written in a dossier that nobody opened waits until the next log begins, and is taken in then', async () => {
  const [a, b, before] = await lost(false)
  const { ours, theirs } = await headsOf(a)
  assert.deepEqual([ours.epoch, theirs.size], [2, before])
  assert.ok((await codesOf(a)).includes('opening-missing'))
  await talk(a, b)
  assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
})

test('GIVE-4 SYNC-17 what had our receipt is given back without the opening that it had, and what had none is not', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a)
  await talk(a, b)
  const seen = (await headsOf(b)).theirs.size
  const by = { kind: 'act', act: 'answer', office: 'bbb-office', officer: 'bbb-1', dossier, seen } as const
  await writes(b, [entry({ ...by, time: b.time.now, kept: { outcome: 'yes' } })])
  await talk(a, b)
  await allow(b)
  const line = lineOf(a, b)
  const { signal } = new AbortController()
  for (const isReceipted of [true, false]) {
    const lost = await newSide('aaa', [RELATION], 3)
    const back = takeBack(lost.node, lost.relation(RELATION), 'bbb', {
      keys: () => line.keys(signal),
      giveBack: async (asked) => {
        const given = await line.giveBack(asked, signal)
        const { head } = given
        return isReceipted || head === null ? given : { ...given, head: { ...head, cosignature: null } }
      },
    })
    if (!isReceipted) await assert.rejects(back, { code: 'opening-missing' })
    await back.catch(() => undefined)
    const size = isReceipted ? (await headsOf(b)).ours.size : 0
    assert.equal((await headsOf(lost)).theirs.size, size)
  }
})
