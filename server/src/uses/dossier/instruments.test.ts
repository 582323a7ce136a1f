import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_TERMS } from '@counterpart/casework'
import type { StoreMethod } from '../../store/memory/memory-store.ts'
import { partWeight } from '../../store/part-weight.ts'
import type { Reader } from '../../store/store.ts'
import { alarmed, open, ring } from '../_alarm-world.ts'
import { ALARM, PAPER, RELIANCE, THEIR_PAPER } from '../_alarms.ts'
import { entry } from '../_hostile.ts'
import { checkAgainstRules } from '../_oracle.ts'
import { act, dossierOf, RELATION, sameRequests, say, talk } from '../_talk.ts'
import { channelTo, type Side, seeded } from '../_world.ts'
import { writes } from '../_writes.ts'
import { type Instruments, newInstruments } from './instruments.ts'
import type { FoldReader } from './load-dossier.ts'
import { isNothingSettled } from './nothing-settled.ts'
import { newSettlers } from './settlers.ts'

const sign = (side: Side, procedure: string) => open(side, procedure, 'sign')
const base = (side: Side, instrument: string) =>
  open(side, RELIANCE, 'base', { instrument: { dossier: instrument } })

async function verdictsAlike(a: Side, b: Side): Promise<void> {
  await talk(a, b)
  for (const side of [a, b]) {
    await checkAgainstRules(side)
    const incidents = await side.store.read(RELATION, (reader) => reader.incidents(10))
    assert.deepEqual(incidents, [])
  }
}

async function verdictOf(side: Side, leaf: string): Promise<string> {
  const row = (await side.store.read(RELATION, (reader) => reader.judged([leaf]))).get(leaf)
  return [row?.verdict, ...(row?.code ? [row.code] : [])].join(' ')
}

for (const [whose, paper] of [
  ['by who signs it', PAPER],
  ['by the other side', THEIR_PAPER],
] as const)
  test(`what rests on an instrument kept ${whose} has effect while it is in force, and not after`, async () => {
    const [a, b] = await alarmed()
    const instrument = await sign(a, paper)
    await talk(a, b)
    const [ours, theirs] = [await base(a, instrument), await base(b, instrument)]
    await talk(a, b)
    for (const side of [a, b]) for (const dossier of [ours, theirs]) await act(side, dossier, 'rely')
    await talk(a, b)
    await act(b, instrument, 'end')
    await talk(a, b)
    for (const side of [a, b]) {
      for (const dossier of [ours, theirs])
        await assert.rejects(act(side, dossier, 'rely'), { code: 'condition' })
      await assert.rejects(base(side, instrument), { code: 'condition' })
      await act(side, ours, 'note', { fields: { message: { en: { text: 'x', standing: 'authoritative' } } } })
    }
    await verdictsAlike(a, b)
  })

test('nothing rests on what is no instrument, on an alarm, or on nothing anybody has', async () => {
  const [a, b] = await alarmed()
  const alarm = await ring(a, ALARM)
  await talk(a, b)
  for (const dossier of [alarm, 'ab'.repeat(32)])
    for (const side of [a, b]) await assert.rejects(base(side, dossier), { code: 'condition' })
})

test('an instrument that is ended in the same commit is not relied on after, and is before', async () => {
  const [a, b] = await alarmed()
  const instrument = await sign(a, PAPER)
  await talk(a, b)
  const [ours, theirs] = [await base(a, instrument), await base(b, instrument)]
  await talk(a, b)
  // The first is on its way to the store while the others come: those are one commit.
  const first = act(a, ours, 'rely')
  const all = await Promise.allSettled([
    act(a, theirs, 'rely'),
    act(a, instrument, 'end'),
    act(a, theirs, 'rely'),
    act(a, ours, 'rely'),
    base(a, instrument),
  ])
  await first
  assert.deepEqual(
    all.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)),
    ['done', 'done', 'condition', 'condition', 'condition'],
  )
  await verdictsAlike(a, b)
})

test('what its keeper has not settled is in force for both until it is', async () => {
  const [a, b] = await alarmed()
  const instrument = await sign(a, THEIR_PAPER)
  await talk(a, b)
  const [ours, theirs] = [await base(a, instrument), await base(b, instrument)]
  await talk(a, b)
  await act(a, instrument, 'end')
  await act(a, ours, 'rely')
  await act(a, theirs, 'rely')
  await verdictsAlike(a, b)
  await assert.rejects(act(a, theirs, 'rely'), { code: 'condition' })
})

test('an end that crosses with who relies on it overtakes where the end is settled first, alike on both sides', async () => {
  const [a, b] = await alarmed()
  const instrument = await sign(a, PAPER)
  await talk(a, b)
  const [keptByB, keptByA] = [await base(a, instrument), await base(b, instrument)]
  await talk(a, b)
  const seen = { keptByA: await act(b, keptByA, 'rely'), keptByB: await act(b, keptByB, 'rely') }
  await act(a, instrument, 'end')
  await verdictsAlike(a, b)
  for (const side of [a, b]) {
    assert.equal(await verdictOf(side, seen.keptByA.leaf), 'overtaken condition')
    assert.equal(await verdictOf(side, seen.keptByB.leaf), 'effective')
  }
})

test('a dossier whose opening came too late is no dossier, and its author sees what became of it', async () => {
  const [a, b] = await alarmed()
  const instrument = await sign(b, PAPER)
  await talk(a, b)
  // Kept by the side that ends the instrument meanwhile.
  await act(b, instrument, 'end')
  const dossier = await base(a, instrument)
  await act(a, dossier, 'rely')
  assert.equal((await dossierOf(a, dossier))?.ahead.state, 'open')
  await verdictsAlike(a, b)
  assert.equal(await verdictOf(a, dossier), 'overtaken condition')
  const row = await dossierOf(a, dossier)
  assert.deepEqual([row?.waits, row?.due, row?.wakes], [null, null, null])
  assert.equal(await dossierOf(b, dossier), null)
  for (const side of [a, b])
    await assert.rejects(
      act(side, dossier, 'note', { fields: { message: { en: { text: 'x', standing: 'authoritative' } } } }),
      { code: 'unknown-dossier' },
    )
  await verdictsAlike(a, b)
})

test('an instrument and what rests on it arrive in one message', async () => {
  const [a, b] = await alarmed()
  const instrument = await sign(a, PAPER)
  const dossier = await base(a, instrument)
  const relied = await act(a, dossier, 'rely')
  await verdictsAlike(a, b)
  for (const side of [a, b]) assert.equal(await verdictOf(side, relied.leaf), 'effective')
  const later = await act(a, dossier, 'rely')
  await act(a, instrument, 'end')
  await verdictsAlike(a, b)
  // Its place is where it is settled: after the end, that its author knew of only later.
  for (const side of [a, b])
    assert.match(await verdictOf(side, later.leaf), /^(effective|overtaken condition)$/)
})

function instrumentsOf(side: Side, reader: Reader, instead: Partial<FoldReader>): Instruments {
  const whole: FoldReader = {
    dossierEntries: (id) => reader.dossierEntries(id),
    dossier: (id) => reader.dossier(id),
    entryByLeaf: (leaf) => reader.entryByLeaf(leaf),
    parts: (leaves) => reader.parts(leaves),
    judged: (leaves) => reader.judged(leaves),
    atOnce: () => reader.atOnce(),
    ...instead,
  }
  return newInstruments(
    side.node,
    side.relation(RELATION),
    whole,
    newSettlers(reader, { aaa: 0, bbb: 0 }, () => []),
    () => NO_TERMS,
    () => [],
  )
}

for (const what of ['entries', 'headers', 'bodies'] as const)
  test(`SYNC-17 instruments that are named one after the other fit together by their ${what} too`, async () => {
    const [a, b] = await alarmed()
    const ids = [await sign(a, PAPER), await sign(a, PAPER)] as const
    await talk(a, b)
    await a.store.read(RELATION, async (reader) => {
      const rows = await reader.dossierEntries(ids[0])
      const parts = [...(await reader.parts(rows.map(({ leaf }) => leaf))).values()].flat()
      const one = {
        entries: rows.length,
        headers: rows.reduce((sum, { bytes }) => sum + bytes.length, 0),
        bodies: parts.reduce((sum, part) => sum + 64 + (part.state === 'held' ? partWeight(part) : 0), 0),
      }
      const upTo = (share: number) =>
        instrumentsOf(a, reader, { atOnce: () => ({ ...reader.atOnce(), [what]: one[what] * share }) })
      for (const id of ids) await upTo(1.5).prepare([id])
      await upTo(2.5).prepare(ids)
      await assert.rejects(upTo(1.5).prepare(ids), { code: 'dossier-too-large' })
    })
  })

test('CUT-7 however many acts name a dossier, it is read once where it is an instrument, and never where it is none', async () => {
  const [a, b] = await alarmed()
  const instrument = await sign(a, PAPER)
  const alarm = await ring(a, ALARM)
  await talk(a, b)
  await a.store.read(RELATION, async (reader) => {
    const read: string[] = []
    const instruments = instrumentsOf(a, reader, {
      dossierEntries: (id) => {
        read.push(id)
        return reader.dossierEntries(id)
      },
    })
    for (let time = 0; time < 20; time++) await instruments.prepare([instrument, alarm, 'ab'.repeat(32)])
    assert.deepEqual(read, [instrument])
  })
})

test('CUT-7 of an instrument nothing is read that had no effect, however much either side has put there', async () => {
  const [a, b] = await alarmed()
  const instrument = await sign(a, PAPER)
  await talk(a, b)
  const useless = { kind: 'act', act: 'no-such-act', dossier: instrument, office: 'bbb-office' }
  await writes(
    b,
    Array.from({ length: 50 }, (_, n) => entry({ ...useless, kept: { n } } as never)),
  )
  await talk(a, b)
  const dossier = await base(a, instrument)
  const relied = await act(a, dossier, 'rely')
  await talk(a, b)
  for (const side of [a, b]) assert.equal(await verdictOf(side, relied.leaf), 'effective')
  await a.store.read(RELATION, async (reader) => {
    const heads = await reader.heads()
    for (const anew of [false, true]) {
      const read: string[] = []
      const parts: FoldReader['parts'] = (leaves) => {
        read.push(...leaves)
        return reader.parts(leaves)
      }
      const counting = new Proxy<FoldReader>(reader, {
        get: (target, name: keyof FoldReader) => (name === 'parts' ? parts : target[name].bind(target)),
      })
      const settlers = newSettlers(reader, { aaa: heads.ours.running, bbb: heads.theirs.running }, () => [])
      const terms = () => ({ ...NO_TERMS, digests: [PAPER] })
      const relation = a.relation(RELATION)
      const instruments = newInstruments(a.node, relation, counting, settlers, terms, () => [], anew)
      await instruments.prepare([instrument])
      assert.equal(instruments.inForce(instrument, { keeper: 999, guest: 999 }, 'aaa'), true)
      assert.equal(read.length, anew ? 51 : 1)
    }
  })
})

const METHODS: StoreMethod[] = ['heads', 'dossierEntries', 'parts', 'append', 'putDossier', 'commit']

for (const method of METHODS)
  for (const when of ['before', 'after'] as const)
    test(`a store that fails ${when} ${method} leaves an end and what relied on the instrument alike on both sides`, async () => {
      const [a, b] = await alarmed()
      const instrument = await sign(a, THEIR_PAPER)
      await talk(a, b)
      const dossier = await base(b, instrument)
      await talk(a, b)
      b.store.failNext(when, method)
      const ending = { request: `end-${method}-${when}` }
      await act(b, instrument, 'end', ending).catch(() => undefined)
      await act(b, instrument, 'end', ending)
      await assert.rejects(act(b, dossier, 'rely'), { code: 'condition' })
      await act(a, dossier, 'rely')
      await verdictsAlike(a, b)
    })

/** One random act of one side in some dossier it holds; what it may not do is refused with a code. */
async function anything(random: () => number, side: Side): Promise<void> {
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T
  const rows = await side.store.read(RELATION, (reader) => reader.dossiers({ limit: 100 }))
  const papers = rows.filter(({ plays }) => plays === 'instrument').map(({ id }) => id)
  const reliances = rows.filter(({ settled }) => settled.digest === RELIANCE).map(({ id }) => id)
  const wish = random()
  if (papers.length === 0 || wish < 0.1) return void (await sign(side, pick([PAPER, THEIR_PAPER])))
  if (reliances.length === 0 || wish < 0.3) return void (await base(side, pick(papers)))
  if (wish < 0.45) return void (await act(side, pick(papers), 'end'))
  return void (await act(side, pick(reliances), 'rely'))
}

test('CUT-4 where logs contradict each other the whole of an instrument is read before anything is said of it', async () => {
  const [a, b] = await alarmed()
  const instrument = await sign(a, PAPER)
  await talk(a, b)
  await act(b, instrument, 'end')
  await talk(a, b)
  const relation = a.relation(RELATION)
  const heads = await a.store.read(RELATION, (reader) => reader.heads())
  const asked = (guest: number) =>
    a.store.read(RELATION, async (reader) => {
      const running = { aaa: heads.ours.running, bbb: heads.theirs.running }
      const settlers = newSettlers(reader, running, () => [])
      const terms = () => ({ ...NO_TERMS, digests: [PAPER] })
      const instruments = newInstruments(a.node, relation, reader, settlers, terms, () => [])
      await instruments.prepare([instrument])
      return instruments.inForce(instrument, { keeper: heads.ours.size, guest }, 'aaa')
    })
  assert.deepEqual([await asked(heads.theirs.size), relation.readsWhole], [false, false])
  await assert.rejects(asked(0), { code: 'internal' })
  assert.deepEqual([relation.readsWhole, await asked(0)], [true, true])
})

test('both sides say the same of random acts that rest on instruments, and what the rules say', async () => {
  // The same acts whatever ran before in this process: ids of dossiers follow from those of requests.
  const said = await sameRequests(randomActs)
  for (const word of ['effective', 'overtaken condition', 'overtaken wrong-state'])
    assert.ok((said[word] ?? 0) >= 4, JSON.stringify(said))
})

async function randomActs(): Promise<Record<string, number>> {
  const said: Record<string, number> = {}
  for (let seed = 1; seed <= 32; seed++) {
    const random = seeded(seed)
    const [a, b] = await alarmed()
    for (let i = 0; i < 36; i++) {
      const [side, other] = random() < 0.5 ? [a, b] : [b, a]
      if (random() < 0.12) await say(side, channelTo(other, RELATION))
      else
        await anything(random, side).catch((error: unknown) => {
          if (typeof (error as { code?: unknown }).code !== 'string') throw error
        })
    }
    await verdictsAlike(a, b)
    for (const row of await a.store.read(RELATION, (reader) => reader.dossiers({ limit: 100 }))) {
      const theirs = await dossierOf(b, row.id)
      if (isNothingSettled(row)) assert.equal(theirs, null)
      else assert.deepEqual(theirs?.settled, row.settled, `seed ${seed}`)
      const rows = await a.store.read(RELATION, (reader) => reader.dossierEntries(row.id))
      const judged = await a.store.read(RELATION, (reader) => reader.judged(rows.map(({ leaf }) => leaf)))
      for (const { verdict, code } of judged.values()) {
        const word = [verdict, ...(code ? [code] : [])].join(' ')
        said[word] = (said[word] ?? 0) + 1
      }
    }
  }
  return said
}
