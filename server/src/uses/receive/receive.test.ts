import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeStep, type Step, type StepEntry } from '@counterpart/protocol'
import { makeQuestion, takeAnswer } from '../../outbound/exchange.ts'
import type { StoreMethod } from '../../store/memory/memory-store.ts'
import { entry, malformed, mark, newHostile, SALT } from '../_hostile.ts'
import { act, agree, ask, dossierOf, headsOf, RELATION, request, say, talk } from '../_talk.ts'
import { channelTo, newSide, officer, type Side } from '../_world.ts'
import { entryOf } from '../log/entry.ts'
import { record } from '../record/record.ts'
import { hearSizes, stateSizes } from '../restore/statement.ts'
import { receive } from './receive.ts'

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

/** A node that is ready, and a counterpart that signs anything. */
async function alone(): Promise<Side> {
  const b = await newSide('bbb', [RELATION], 2)
  b.relation(RELATION).start = 'confirmed'
  return b
}

const give = (side: Side, step: Step) => receive(side.node, side.relation(RELATION), step)
const question = (side: Side) => makeQuestion(side.node, side.relation(RELATION), new Uint8Array(16).fill(3))
const incidentsOf = async (side: Side) =>
  (await side.store.read(RELATION, (reader) => reader.incidents())).map((one) => one.code)

async function answerTo(side: Side, step: Step): Promise<Step> {
  const received = await give(side, step)
  assert.equal(received.kind, 'answer')
  return (received as { step: Step }).step
}

async function refusal(side: Side, step: Step): Promise<string> {
  const received = await give(side, step)
  return received.kind === 'refused' ? received.code : 'answered'
}

test('MARK-1 ANSWER-1 a batch is answered by its receipt, one mark and the head over it', async () => {
  const [a, b] = await pair()
  await ask(a)
  const step = await question(a)
  const before = await headsOf(b)
  const answer = await answerTo(b, step)
  assert.equal(answer.cosignature?.size, step.start + step.entries.length)
  assert.equal(answer.entries.length, 1)
  assert.equal(answer.start, before.ours.size)
  const { ours } = await headsOf(b)
  assert.equal(ours.size, before.ours.size + 1)
  assert.equal(ours.running, step.start + step.entries.length)
  assert.deepEqual(answer.nonce, step.nonce)
})

test('MARK-2 marks alone are not answered by a mark, and are receipted', async () => {
  const [a, b] = await pair()
  await ask(a)
  await say(a, channelTo(b, RELATION))
  const { ours } = await headsOf(a)
  await talk(a, b)
  assert.equal((await headsOf(a)).ours.size, ours.size)
  const cosigned = await b.store.read(RELATION, (reader) => reader.lastCheckpoint('bbb', true))
  assert.equal(cosigned?.size, (await headsOf(b)).ours.size)
})

test('MARK-3 COSIGNATURE the mark and the receipt of one transaction have the same second', async () => {
  const [a, b] = await pair()
  b.time.now += 40
  await ask(a)
  await answerTo(b, await question(a))
  b.time.now -= 30
  await ask(a)
  const answer = await answerTo(b, await question(a))
  const { time } = (await headsOf(b)).ours
  const stamped = Buffer.from(answer.cosignature?.lines.split(' ')[2]?.split('\n')[0] ?? '', 'base64')
  assert.equal(Number(stamped.readBigUInt64BE(4)), time)
})

test('ANSWER-5 a repeat gets the stored receipt byte for byte, after restarts and after a year', async () => {
  const [a, b] = await pair()
  await ask(a)
  const step = await question(a)
  const first = await answerTo(b, step)
  const size = (await headsOf(b)).ours.size
  for (let i = 0; i < 3; i++) {
    await b.restart()
    b.time.now += 365 * 24 * 3600
    b.relation(RELATION).start = 'confirmed'
    assert.deepEqual(encodeStep(await answerTo(b, step)), encodeStep(first))
  }
  assert.equal((await headsOf(b)).ours.size, size)
})

test('ANSWER-5 a batch that is covered by a later receipt gets the smallest that covers it', async () => {
  const [a, b] = await pair()
  await ask(a)
  const early = await question(a)
  const first = await answerTo(b, early)
  await ask(a)
  await answerTo(b, await question(a))
  assert.deepEqual((await answerTo(b, early)).cosignature, first.cosignature)
})

test('ANSWER-3 a receipt without the head that goes with it is not counted', async () => {
  const [a, b] = await pair()
  await ask(a)
  const step = await question(a)
  const answer = await answerTo(b, step)
  const bare: Step = { ...answer, entries: [], checkpoint: null }
  await assert.rejects(takeAnswer(a.node, a.relation(RELATION), step, bare), { code: 'not-delivered' })
  const counted = () => a.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true))
  assert.ok(((await counted())?.size ?? 0) < (await headsOf(a)).ours.size)
  await takeAnswer(a.node, a.relation(RELATION), step, answer)
  assert.equal((await counted())?.size, (await headsOf(a)).ours.size)
})

test('COSIGNATURE a receipt that does not verify is not counted', async () => {
  const [a, b] = await pair()
  await ask(a)
  const step = await question(a)
  const answer = await answerTo(b, step)
  const lines = answer.cosignature?.lines.replace(/.{6}\n/, 'AAAAA=\n') ?? ''
  const wrong: Step = { ...answer, cosignature: { size: answer.cosignature?.size ?? 0, lines } }
  await takeAnswer(a.node, a.relation(RELATION), step, wrong).catch(() => undefined)
  const counted = await a.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true))
  assert.ok((counted?.size ?? 0) < (await headsOf(a)).ours.size)
})

test('ANSWER-7 a batch that begins beyond what is held is answered with from where to send', async () => {
  const b = await alone()
  const hostile = newHostile()
  hostile.entries = [entry(), entry({ time: 1_700_000_001 })]
  const answer = await answerTo(b, hostile.step({ start: 1 }))
  assert.equal(answer.holds, 0)
  assert.equal(answer.cosignature, null)
  assert.deepEqual(await incidentsOf(b), [])
})

test('ANSWER-4 what cannot be read is held, receipted and without effect', async () => {
  const b = await alone()
  const hostile = newHostile()
  const strange = [malformed(), malformed('not json'), malformed('{"v":1,"kind":"open"}')]
  const unknown = entry({ procedure: '0'.repeat(64) } as never)
  const nowhere = entry({ kind: 'act', dossier: 'e'.repeat(64), act: 'note' } as never)
  hostile.entries = [...strange, unknown, nowhere, entry()]
  const answer = await answerTo(b, hostile.step())
  assert.equal(answer.cosignature?.size, hostile.entries.length)
  const { ours, theirs } = await headsOf(b)
  assert.equal(theirs.size, hostile.entries.length)
  const [row] = await b.store.read(RELATION, (reader) => reader.tail('bbb', null, 1))
  const parts = await b.store.read(RELATION, (reader) => reader.parts([row?.leaf ?? '']))
  const kept = row ? entryOf(row, parts.get(row.leaf) ?? []).kept : null
  const codes = ((kept?.verdicts ?? []) as { code: string }[]).map((one) => one.code).sort()
  assert.deepEqual(codes, [
    'malformed',
    'malformed',
    'malformed',
    'procedure-not-agreed',
    'unknown-dossier',
    'unknown-procedure',
  ])
  assert.equal(ours.size, 1)
})

test('ANSWER-4 a batch is refused for its bytes, with nothing stored', async () => {
  const b = await alone()
  const good = newHostile()
  good.entries = [entry()]
  const other = newHostile('ccc')
  other.entries = good.entries
  const step = good.step()
  const [only] = good.entries as [StepEntry]
  const longer = newHostile()
  longer.entries = [entry(), entry({ time: 1_700_000_009 })]
  const cases: [string, Step][] = [
    ['wrong-relation', { ...step, relation: 'aaa~bbb/other' }],
    ['wrong-relation', { ...step, from: 'ccc' }],
    ['wrong-relation', { ...step, epoch: 2 }],
    ['bad-checkpoint', { ...step, checkpoint: null }],
    ['bad-checkpoint', { ...step, checkpoint: 'no note' }],
    ['bad-checkpoint', { ...step, checkpoint: other.note() }],
    ['bad-checkpoint', { ...step, checkpoint: longer.note() }],
    ['bad-checkpoint', { ...step, checkpoint: (step.checkpoint ?? '').replace('\n1\n', '\n2\n') }],
    [
      'unknown-key',
      { ...step, checkpoint: `${(step.checkpoint ?? '').split('\n').slice(0, -2).join('\n')}\n` },
    ],
    ['bad-root', { ...step, entries: [entry({ time: 5 })] }],
    ['part-missing', { ...step, entries: [{ ...only, parts: [] }] }],
    ['bad-part', { ...step, entries: [{ ...only, parts: [{ name: 'kept', salt: SALT, bytes: SALT }] }] }],
    ['bad-part', { ...step, entries: [{ ...only, parts: [...only.parts, ...only.parts] }] }],
    [
      'bad-part',
      { ...step, entries: [{ ...only, parts: [...only.parts, { name: 'x', salt: SALT, bytes: SALT }] }] },
    ],
  ]
  for (const [code, bad] of cases) assert.equal(await refusal(b, bad), code)
  assert.deepEqual([(await headsOf(b)).theirs.size, (await headsOf(b)).ours.size], [0, 0])
  assert.equal(await refusal(b, step), 'answered')
})

test('MARK-5 an entry that saw more than we ever signed is refused, with its signed proof', async () => {
  const b = await alone()
  const hostile = newHostile()
  hostile.entries = [entry({ seen: 5 })]
  assert.equal(await refusal(b, hostile.step()), 'seen-beyond')
  assert.equal((await headsOf(b)).theirs.size, 0)
  assert.deepEqual(await incidentsOf(b), ['seen-beyond'])
  await refusal(b, hostile.step())
  assert.deepEqual(await incidentsOf(b), ['seen-beyond'])
})

test('MARK-4 a lowered seen is held and counts as the largest so far, and of a mark it is kept that it is lowered', async () => {
  const b = await alone()
  const hostile = newHostile()
  hostile.entries = [entry()]
  await answerTo(b, hostile.step())
  hostile.entries.push(mark({ seen: 1 }), entry({ seen: 0, time: 1_700_000_002 }), mark({ seen: 0 }))
  await answerTo(b, hostile.step({ start: 1 }))
  assert.equal((await headsOf(b)).theirs.running, 1)
  const rows = await b.store.read(RELATION, (reader) => reader.entries('aaa', 1, { entries: 9, bytes: 1e6 }))
  assert.deepEqual(
    rows.map(({ lowered }) => lowered),
    [undefined, undefined, true],
  )
  assert.ok((await incidentsOf(b)).includes('seen-lowered'))
})

test('ANSWER-6 another entry at a held index is a fork, kept with both signed heads', async () => {
  const b = await alone()
  const hostile = newHostile()
  hostile.entries = [entry()]
  const note = hostile.note()
  await answerTo(b, hostile.step())
  hostile.entries = [entry({ time: 1_700_000_009 }), entry({ time: 1_700_000_010 })]
  assert.equal(await refusal(b, hostile.step()), 'fork')
  assert.equal((await headsOf(b)).theirs.size, 1)
  const [incident] = await b.store.read(RELATION, (reader) => reader.incidents())
  assert.deepEqual(incident?.detail, { side: 'aaa', held: note, received: hostile.note() })
})

test('ANSWER-6 a smaller head with another root is a fork', async () => {
  const b = await alone()
  const hostile = newHostile()
  hostile.entries = [entry(), entry({ time: 1_700_000_001 })]
  await answerTo(b, hostile.step())
  const other = newHostile()
  other.entries = [entry({ time: 1_700_000_009 })]
  assert.equal(await refusal(b, other.step({ start: 1, entries: [], checkpoint: other.note(1) })), 'fork')
})

test('MARK-7 a mark that states another outcome stops acting in that dossier, after restarts too', async () => {
  const [a, b] = await pair()
  const asked = await ask(a)
  const step = await question(a)
  const answer = await answerTo(b, step)
  const lying = newHostile('bbb')
  const rows = await b.store.read(RELATION, (reader) => reader.entries('bbb', 0, { entries: 99, bytes: 1e6 }))
  lying.entries = rows.slice(0, -1).map((row) => ({ header: row.bytes, parts: [] }))
  const false_ = mark({ seen: step.start + step.entries.length })
  lying.entries.push(false_)
  const lie: Step = { ...answer, entries: [false_], checkpoint: lying.note() }
  await takeAnswer(a.node, a.relation(RELATION), step, lie)
  assert.ok((await incidentsOf(a)).includes('verdict-differs'))
  const stopped = () => act(a, asked.dossier, 'withdraw')
  await assert.rejects(stopped(), { code: 'held-diverged' })
  await a.restart()
  a.relation(RELATION).start = 'confirmed'
  await assert.rejects(stopped(), { code: 'held-diverged' })
  await ask(a)
})

test('ANSWER-9 SYNC a node brought back from an old copy learns so before it signs', async () => {
  const [a, b] = await pair()
  const old = await newSide('aaa', [RELATION], 9)
  const nonce = old.node.random(16)
  const note = await stateSizes(b.node, b.relation(RELATION), nonce)
  assert.equal(await hearSizes(old.node, old.relation(RELATION), { nonce, held: 0 }, note), 'rolled-back')
  const next = old.node.random(16)
  const again = await stateSizes(b.node, b.relation(RELATION), next)
  assert.equal(
    await hearSizes(old.node, old.relation(RELATION), { nonce: next, held: 0 }, again),
    'rolled-back',
  )
  assert.deepEqual(await incidentsOf(old), ['rolled-back'])
  const opened = record(old.node, old.relation(RELATION), {
    kind: 'opened',
    request: request(),
    author: officer('aaa'),
    dossier: 'e'.repeat(64),
  })
  await assert.rejects(opened, { code: 'rolled-back' })
  assert.equal(await refusal(old, await question(b)), 'held-start')
  assert.equal((await headsOf(old)).ours.size, 0)
  assert.ok((await headsOf(a)).ours.size > 0)
})

test('SYNC-8 an old statement under a new question is refused', async () => {
  const [a, b] = await pair()
  const note = await stateSizes(b.node, b.relation(RELATION), new Uint8Array(16))
  const asking = { nonce: new Uint8Array(16).fill(1), held: 0 }
  const heard = hearSizes(a.node, a.relation(RELATION), asking, note)
  await assert.rejects(heard, { code: 'bad-statement' })
})

test('SYNC two nodes that start together do not wait for each other', async () => {
  const [a, b] = await pair()
  await Promise.all([a.restart(), b.restart()])
  await talk(a, b)
  await ask(a)
})

const METHODS: StoreMethod[] = [
  'heads',
  'append',
  'putCheckpoint',
  'putCosignature',
  'putJudged',
  'putDossier',
  'dossierEntries',
  'parts',
  'commit',
]

for (const method of METHODS)
  for (const when of ['before', 'after'] as const)
    test(`ANSWER-2 a batch is held whole or not at all when the store fails ${when} ${method}`, async () => {
      const [a, b] = await pair()
      const asked = await ask(a)
      const step = await question(a)
      const before = await headsOf(b)
      b.store.failNext(when, method)
      const first = await give(b, step).catch(() => null)
      const between = await headsOf(b)
      assert.ok([before.ours.size, before.ours.size + 1].includes(between.ours.size))
      assert.equal(between.theirs.size - before.theirs.size, between.ours.size - before.ours.size)
      const answer = await answerTo(b, step)
      if (first?.kind === 'answer') assert.deepEqual(encodeStep(first.step), encodeStep(answer))
      assert.equal((await headsOf(b)).ours.size, before.ours.size + 1)
      await takeAnswer(a.node, a.relation(RELATION), step, answer)
      await talk(a, b)
      assert.deepEqual(
        (await dossierOf(a, asked.dossier))?.settled,
        (await dossierOf(b, asked.dossier))?.settled,
      )
    })

test('ANSWER-2 a failed but persisted commit is answered with the receipt it kept', async () => {
  const [a, b] = await pair()
  await ask(a)
  b.store.failNext('after', 'commit')
  const answer = await answerTo(b, await question(a))
  assert.equal(answer.cosignature?.size, (await headsOf(a)).ours.size)
})

test('a side cannot open in the other’s name by copying its entry', async () => {
  const [a, b] = await pair()
  const asked = await ask(a)
  await talk(a, b)
  const copy = newHostile('bbb')
  const rows = await b.store.read(RELATION, (reader) => reader.entries('bbb', 0, { entries: 99, bytes: 1e6 }))
  copy.entries = rows.map((row) => ({ header: row.bytes, parts: [] }))
  const original = await a.store.read(RELATION, (reader) => reader.entryByLeaf(asked.leaf))
  const parts = (await a.store.read(RELATION, (reader) => reader.parts([asked.leaf]))).get(asked.leaf) ?? []
  const held = parts.flatMap((part) => (part.state === 'held' ? [part] : []))
  copy.entries.push({
    header: original?.bytes ?? new Uint8Array(),
    parts: held.map(({ name, salt, bytes }) => ({ name, salt, bytes })),
  })
  const before = await dossierOf(a, asked.dossier)
  await answerTo(a, { ...copy.step({ start: rows.length }), holds: (await headsOf(a)).ours.size })
  assert.deepEqual((await dossierOf(a, asked.dossier))?.settled, before?.settled)
  const judged = await a.store.read(RELATION, (reader) => reader.judged([asked.leaf]))
  assert.equal(judged.get(asked.leaf)?.verdict, 'effective')
})

test('a third party and its relation stand beside, and neither sees the other', async () => {
  const OTHER = 'aaa~ccc/test'
  const a = await newSide('aaa', [RELATION, OTHER], 1)
  const b = await newSide('bbb', [RELATION], 2)
  const c = await newSide('ccc', [OTHER], 3)
  await agree(a, b)
  await agree(a, c, OTHER)
  const asked = await ask(a, 'for c', OTHER)
  await talk(a, c, OTHER)
  assert.equal((await dossierOf(c, asked.dossier, OTHER))?.settled.state, 'asked')
  assert.equal(await dossierOf(a, asked.dossier), null)
  const { ours } = await headsOf(a)
  await talk(a, b)
  assert.equal((await headsOf(a)).ours.size, ours.size)
})
