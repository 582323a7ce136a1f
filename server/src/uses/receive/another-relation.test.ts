import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseHeader, type StepEntry } from '@counterpart/protocol'
import { allApart } from '../_apart.ts'
import { asksEnd } from '../_asks-end.ts'
import { holdsAlready, unnamed } from '../_before-names.ts'
import { allow, bringBack, two } from '../_brought-back.ts'
import { entry, newHostile } from '../_hostile.ts'
import { agree, ask, dossierOf, headsOf, lineOf, RELATION, say, talk } from '../_talk.ts'
import { newSide, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import { receive } from './receive.ts'
import { takeIn } from './take-in.ts'

const SEA = 'aaa~bbb/sea'

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

async function incidentsAt(side: Side): Promise<unknown[][]> {
  const all = await side.store.read(RELATION, (reader) => reader.incidents())
  return all.map(({ code, detail }) => [code, (detail as { why?: string }).why])
}

/** Its log as it is, and behind it what is given. */
async function continued(of: Side, entries: readonly StepEntry[]) {
  const hostile = newHostile(of.node.party)
  const rows = await of.store.read(RELATION, (reader) =>
    reader.entries(of.node.party, 0, { entries: 99, bytes: 1e6 }),
  )
  hostile.entries = [...rows.map(({ bytes }) => ({ header: bytes, parts: [] })), ...entries]
  return hostile.step({ start: rows.length })
}

test('ENTRY-8 what a node records names its relation', async () => {
  const [a, b] = await pair()
  await ask(a)
  await talk(a, b)
  for (const side of [a, b]) {
    const { party } = side.node
    const rows = await side.store.read(RELATION, (reader) =>
      reader.entries(party, 0, { entries: 99, bytes: 1e6 }),
    )
    assert.deepEqual(new Set(rows.map(({ bytes }) => parseHeader(bytes).relation)), new Set([RELATION]))
  }
})

for (const [what, why, of] of [
  ['names another relation', 'another', entry({ relation: SEA })],
  ['names none', 'none', unnamed(entry())],
] as const) {
  test(`ENTRY-8 ANSWER-4 an entry that ${what} is refused with all that came with it, and told of once`, async () => {
    const [a, b] = await pair()
    const step = await continued(a, [entry({ time: 1_700_000_001 }), of])
    const before = [
      await headsOf(b),
      await b.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true)),
    ]
    for (let times = 0; times < 2; times++)
      assert.deepEqual(await receive(b.node, b.relation(RELATION), step), {
        kind: 'refused',
        code: 'another-relation',
      })
    const after = [
      await headsOf(b),
      await b.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true)),
    ]
    assert.deepEqual(after, before)
    assert.deepEqual(await incidentsAt(b), [['another-relation', why]])
    // Nobody signed it: that accuses nobody of it.
    const forged = { ...step, entries: [of, ...step.entries.slice(1)] }
    assert.deepEqual(await receive(b.node, b.relation(RELATION), forged), {
      kind: 'refused',
      code: 'bad-root',
    })
    await ask(a)
    await talk(a, b)
    assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  })
}

test('ENTRY-8 who was brought back takes what names none, as it may have held it, and nothing that names another', async () => {
  const [a, b] = await pair()
  const seen = (await headsOf(b)).theirs.running
  for (const [of, is] of [
    [entry({ seen, relation: SEA }), 'refused'],
    [unnamed(entry({ seen })), 'accepted'],
  ] as const) {
    const step = await continued(a, [of])
    b.relation(RELATION).start = 'rolled-back'
    assert.equal((await takeIn(b.node, b.relation(RELATION), step, 'renewal')).kind, is)
  }
  // Who does not know what it said itself accuses nobody.
  assert.deepEqual(await incidentsAt(b), [])
})

test('ENTRY-8 GIVE-3 what was written and receipted before headers named their relation is given back to whoever lost it', async () => {
  const [a, b] = await pair()
  const opening = unnamed(entry({ office: 'bbb-office', officer: 'bbb-1', time: b.time.now }))
  await writes(b, [opening])
  await holdsAlready(a, b)
  await ask(b, 'asked since')
  await talk(a, b)
  const held = await headsOf(b)
  assert.equal(
    (await a.store.read(RELATION, (reader) => reader.lastCheckpoint('bbb', true)))?.size,
    held.ours.size,
  )
  const old = await newSide('bbb', [RELATION], 9)
  await bringBack(old)
  await say(old, lineOf(old, a)).catch(() => undefined)
  await two(old)
  await allow(a)
  for (let round = 0; round < 6; round++) await say(old, lineOf(old, a)).catch(() => undefined)
  await talk(a, old)
  const { ours } = await headsOf(old)
  assert.deepEqual([ours.epoch, ours.base], [2, held.ours.size])
  const rows = await old.store.read(RELATION, (reader) =>
    reader.entries('bbb', 0, { entries: 99, bytes: 1e6 }),
  )
  assert.equal(rows.filter(({ bytes }) => parseHeader(bytes).relation === undefined).length, 1)
  const codes = (await incidentsAt(a)).map(([code]) => code)
  assert.ok(!codes.includes('another-relation') && !codes.includes('fork'))
})

test('ENTRY-8 ANSWER-10 and the other side’s come again by the line', async () => {
  const [a, b] = await pair()
  const copy = a.store.rows(RELATION).copy()
  await writes(b, [unnamed(entry({ office: 'bbb-office', officer: 'bbb-1', time: b.time.now }))])
  await holdsAlready(a, b)
  const { dossier } = await ask(b, 'asked since')
  await talk(a, b)
  const { theirs } = await headsOf(a)
  a.store.bringBack(RELATION, copy)
  await bringBack(a)
  await say(a, lineOf(a, b)).catch(() => undefined)
  await two(a)
  await allow(b)
  for (let round = 0; round < 6; round++) await say(a, lineOf(a, b)).catch(() => undefined)
  await talk(a, b)
  assert.ok((await headsOf(a)).theirs.size >= theirs.size)
  assert.equal((await dossierOf(a, dossier))?.ahead.state, (await dossierOf(b, dossier))?.ahead.state)
  const codes = (await incidentsAt(a)).map(([code]) => code)
  assert.ok(!codes.includes('another-relation'))
})

test('ENTRY-8 EPOCH-8 of a log that ended nothing is kept that names another relation', async () => {
  const [a, b] = await pair()
  await asksEnd(a)
  const seen = (await headsOf(a)).theirs.running
  for (const [of, code, kept] of [
    [entry({ seen, relation: SEA }), 'another-relation', 0],
    [unnamed(entry({ seen })), 'epoch-closed', 1],
  ] as const) {
    const step = await continued(b, [of])
    assert.deepEqual(await receive(a.node, a.relation(RELATION), step), { kind: 'refused', code })
    assert.equal((await allApart(a)).length, kept)
  }
  assert.ok((await incidentsAt(a)).some(([code, why]) => code === 'another-relation' && why === 'another'))
})
