import assert from 'node:assert/strict'
import { test } from 'node:test'
import { text } from '@counterpart/protocol'
import type { StoreMethod } from '../../store/memory/memory-store.ts'
import { damagedHeader } from '../_damaged.ts'
import { ERRAND } from '../_pacts.ts'
import { act, agree, ask, dossierOf, headsOf, RELATION, request, talk } from '../_talk.ts'
import { newSide, officer, type Side } from '../_world.ts'
import type { ActCommand, Command, OpenCommand } from '../command.ts'
import { noRetentions, positionOf } from '../dossier/position.ts'
import { QUEUED } from '../limits.ts'
import { confirmStart } from '../restore/statement.ts'
import { record } from './record.ts'

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

function opening(side: Side, id: string, fields: Record<string, unknown> = { title: 'one' }): OpenCommand {
  return {
    kind: 'open',
    request: id,
    author: officer(side.node.party),
    procedure: ERRAND,
    act: 'ask',
    fields,
    handling: 'H1',
  }
}

const put = (side: Side, command: Command) => record(side.node, side.relation(RELATION), command)

test('ENTRY a repeat of a request gets the same answer, also after a restart, and adds nothing', async () => {
  const [a, b] = await pair()
  const first = await put(a, opening(a, 'r'))
  const { ours } = await headsOf(a)
  assert.deepEqual(await put(a, opening(a, 'r')), first)
  await a.restart()
  await talk(a, b)
  assert.deepEqual(await put(a, opening(a, 'r')), first)
  assert.equal((await headsOf(a)).ours.size, ours.size)
  await assert.rejects(put(a, opening(a, 'r', { title: 'another' })), { code: 'bad-value' })
})

const METHODS: StoreMethod[] = [
  'heads',
  'lastIn',
  'answered',
  'append',
  'putCheckpoint',
  'putJudged',
  'putDossier',
  'putAnswered',
  'commit',
]

for (const method of METHODS)
  for (const when of ['before', 'after'] as const)
    test(`ENTRY an act is recorded once when the store fails ${when} ${method}`, async () => {
      const [a, b] = await pair()
      const before = (await headsOf(a)).ours.size
      a.store.failNext(when, method)
      const known = await put(a, opening(a, 'r')).catch(() => null)
      const again = await put(a, opening(a, 'r'))
      if (known) assert.deepEqual(again, known)
      assert.equal((await headsOf(a)).ours.size, before + 1)
      await talk(a, b)
      assert.deepEqual(
        (await dossierOf(a, again.dossier))?.settled,
        (await dossierOf(b, again.dossier))?.settled,
      )
    })

test('ENTRY a failed but persisted commit is answered as if it had not failed', async () => {
  const [a] = await pair()
  a.store.failNext('after', 'commit')
  assert.equal((await put(a, opening(a, 'r'))).kind, 'recorded')
})

test('CHECKPOINT commands that come together are one commit with one signed head', async () => {
  const [a] = await pair()
  const before = (await headsOf(a)).ours.size
  const done = await Promise.all(Array.from({ length: 30 }, (_, i) => put(a, opening(a, `r-${i}`))))
  assert.deepEqual(
    done.map((one) => one.index).sort((x, y) => x - y),
    Array.from({ length: 30 }, (_, i) => before + i),
  )
  const inside = await a.store.read(RELATION, (reader) => reader.checkpointFrom('aaa', before + 5))
  assert.equal(inside?.size, before + 30)
})

test('one bad command does not stop those it was gathered with', async () => {
  const [a] = await pair()
  const all = await Promise.allSettled([
    put(a, opening(a, 'r-1')),
    put(a, opening(a, 'r-2', { title: 5 })),
    put(a, { ...opening(a, 'r-3'), act: 'nothing' }),
    put(a, opening(a, 'r-4')),
  ])
  assert.deepEqual(
    all.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)),
    ['done', 'bad-fields', 'unknown-act', 'done'],
  )
})

test('a command in a dossier that cannot be read is refused, and those it was gathered with are recorded', async () => {
  const [a, b] = await pair()
  const asked = await ask(a)
  await ask(a)
  await talk(a, b)
  const thank = (request: string): ActCommand => ({
    ...{ kind: 'act', request, author: officer('aaa'), dossier: asked.dossier, act: 'thank' },
    ...{ fields: {}, on: asked.leaf, position: null },
  })
  a.node.store = damagedHeader(a.node.store, asked.leaf)
  const all = await Promise.allSettled([
    put(a, opening(a, 'r-1')),
    put(a, opening(a, 'r-2')),
    put(a, thank('r-3')),
    put(a, opening(a, 'r-4')),
    put(a, thank('r-5')),
    put(a, opening(a, 'r-6')),
  ])
  assert.deepEqual(
    all.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)),
    ['done', 'done', 'entry-damaged', 'done', 'entry-damaged', 'done'],
  )
})

test('whoever is recorded beside what cannot be read gets the answer to what they asked', async () => {
  const [a, b] = await pair()
  const asked = await ask(a)
  await ask(a)
  await talk(a, b)
  a.node.store = damagedHeader(a.node.store, asked.leaf)
  const thank: ActCommand = {
    ...{ kind: 'act', request: 'r-1', author: officer('aaa'), dossier: asked.dossier, act: 'thank' },
    ...{ fields: {}, on: asked.leaf, position: null },
  }
  const commands = [thank, ...['r-2', 'r-3', 'r-4'].map((id) => opening(a, id, { title: id }))]
  // The first is on its way to the store while the others come: those are one commit.
  const first = put(a, opening(a, 'r-0'))
  const all = await Promise.allSettled(commands.map((command) => put(a, command)))
  await first
  assert.deepEqual(
    all.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)),
    ['entry-damaged', 'done', 'done', 'done'],
  )
  for (const [at, command] of commands.entries()) {
    const one = all[at]
    if (one?.status === 'fulfilled') assert.deepEqual(await put(a, command), one.value)
  }
})

test('the queue is bounded', async () => {
  const [a] = await pair()
  const all = await Promise.allSettled(Array.from({ length: QUEUED + 200 }, () => put(a, opening(a, 'same'))))
  const refused = all.filter((one) => one.status === 'rejected')
  assert.ok(refused.length > 0)
  for (const one of refused) assert.equal((one as PromiseRejectedResult).reason.code, 'too-many-requests')
})

test('ORDER-11 an act on a dossier that moved on since the page was shown is not recorded', async () => {
  const [a, b] = await pair()
  const asked = await ask(a)
  await talk(a, b)
  const row = await dossierOf(b, asked.dossier)
  const position = positionOf(row?.ahead as never, noRetentions(), null)
  await act(b, asked.dossier, 'answer', { on: asked.leaf, fields: { outcome: 'no' }, position })
  const late = act(b, asked.dossier, 'answer', { on: asked.leaf, fields: { outcome: 'yes' }, position })
  await assert.rejects(late, { code: 'look-again' })
})

test('a receipt between two acts does not change the position', async () => {
  const [a, b] = await pair()
  const asked = await ask(a)
  const position = positionOf((await dossierOf(a, asked.dossier))?.ahead as never, noRetentions(), null)
  await talk(a, b)
  assert.equal(
    positionOf((await dossierOf(a, asked.dossier))?.ahead as never, noRetentions(), null),
    position,
  )
})

test('ANSWER-9 after a start nothing is recorded until the other side has stated both sizes', async () => {
  const [a, b] = await pair()
  await a.restart()
  await assert.rejects(put(a, opening(a, 'r')), { code: 'held-start' })
  await talk(a, b)
  await put(a, opening(a, 'r'))
})

test('ANSWER-9 with no line two operators confirm on record that nothing was brought back', async () => {
  const [a] = await pair()
  await a.restart()
  const say = (first: string, second: string) =>
    confirmStart(a.node, a.relation(RELATION), [first, second], 'the disk was never changed')
  await assert.rejects(say('one', 'One '), { code: 'same-officer' })
  const { ours, theirs } = await headsOf(a)
  await say('one', 'two')
  await assert.rejects(say('one', 'two'), { code: 'start-confirmed' })
  await put(a, opening(a, 'r'))
  const incidents = await a.store.read(RELATION, (reader) => reader.incidents())
  assert.deepEqual(
    incidents.map(({ code, detail }) => ({ code, detail })),
    [
      {
        code: 'started-by-operators',
        detail: {
          operators: ['one', 'two'],
          checked: 'the disk was never changed',
          ours: ours.size,
          theirs: theirs.size,
        },
      },
    ],
  )
})

test('ANSWER-9 operators who were wrong are found out as soon as there is a line', async () => {
  const [a, b] = await pair()
  await put(a, opening(a, 'r-1'))
  await talk(a, b)
  // An older copy: with the database the entry is gone.
  const old = await newSide('aaa', [RELATION], 9)
  await confirmStart(old.node, old.relation(RELATION), ['one', 'two'], 'nothing, they were in a hurry')
  await assert.rejects(talk(old, b), { code: 'rolled-back' })
  await assert.rejects(put(old, opening(old, 'r-2')), { code: 'rolled-back' })
})

test('MARK-3 no entry is dated before the one before it, and far back nothing is recorded', async () => {
  const [a] = await pair()
  await put(a, opening(a, 'r-1'))
  const { time } = (await headsOf(a)).ours
  a.time.now -= 500
  await put(a, opening(a, 'r-2'))
  assert.equal((await headsOf(a)).ours.time, time)
  a.time.now -= 500
  await assert.rejects(put(a, opening(a, 'r-3')), { code: 'held-clock' })
})

test('clocks further apart than the tolerance hold the recording', async () => {
  const [a, b] = await pair()
  b.time.now += 2000
  await a.restart()
  await talk(a, b)
  await assert.rejects(put(a, opening(a, 'r')), { code: 'held-clock' })
})

test('PARTS-2 the header says nothing of what identifies a person, and every part has its salt', async () => {
  const [a] = await pair()
  const done = await put(a, opening(a, 'r', { title: 'one', name: 'Somebody (invented)' }))
  const row = await a.store.read(RELATION, (reader) => reader.entryByLeaf(done.leaf))
  const header = text(row?.bytes ?? new Uint8Array())
  assert.ok(!header.includes('Somebody'))
  const parts = (await a.store.read(RELATION, (reader) => reader.parts([done.leaf]))).get(done.leaf) ?? []
  const salts = parts.map((part) => (part.state === 'held' ? Buffer.from(part.salt).toString('hex') : ''))
  assert.deepEqual(
    parts.map((part) => part.name),
    ['kept', 'person'],
  )
  assert.equal(new Set(salts).size, 2)
})

test('who may not do an act is told so before anything is written', async () => {
  const [a, b] = await pair()
  const asked = await ask(a)
  await talk(a, b)
  const size = (await headsOf(a)).ours.size
  await assert.rejects(act(a, asked.dossier, 'answer', { fields: { outcome: 'no' } }), { code: 'wrong-side' })
  await assert.rejects(act(a, asked.dossier, 'thank', { on: asked.leaf }), { code: 'wrong-state' })
  await assert.rejects(act(a, 'f'.repeat(64), 'note'), { code: 'unknown-dossier' })
  const command = { ...opening(a, request()), author: officer('aaa', 'overseer') }
  await assert.rejects(put(a, command), { code: 'not-allowed' })
  await assert.rejects(put(a, { ...opening(a, request()), procedure: '0'.repeat(64) }), {
    code: 'held-unknown-procedure',
  })
  assert.equal((await headsOf(a)).ours.size, size)
})

test('an office opens an entry once', async () => {
  const [a, b] = await pair()
  const asked = await ask(a)
  await talk(a, b)
  const opened = (id: string) =>
    record(b.node, b.relation(RELATION), {
      kind: 'opened',
      request: id,
      author: officer('bbb'),
      dossier: asked.dossier,
    })
  const first = await opened('o-1')
  assert.deepEqual(await opened('o-2'), first)
  await talk(a, b)
  const rows = await a.store.read(RELATION, (reader) => reader.dossierEntries(asked.dossier))
  assert.equal(rows.filter((row) => row.kind === 'opened').length, 1)
})

test('ORDER-11 what was recalled or stayed since the page was shown is looked at before anything rests on it', async () => {
  const [a, b] = await pair()
  const { dossier, leaf } = await ask(a)
  await talk(a, b)
  const position = positionOf((await dossierOf(b, dossier))?.ahead as never, noRetentions(), null)
  const by = { request: request(), author: officer('aaa', 'legal-reviewer'), dossier }
  await record(a.node, a.relation(RELATION), {
    ...by,
    kind: 'stay',
    until: a.time.now + 86_400,
    ground: 'court',
    reference: 'invented 1/2026',
  })
  await talk(a, b)
  const answer = { on: leaf, fields: { outcome: 'yes' } }
  await assert.rejects(act(b, dossier, 'answer', { ...answer, position }), { code: 'look-again' })
  const shown = positionOf(
    (await dossierOf(b, dossier))?.ahead as never,
    { entries: 1, recalled: new Map() },
    null,
  )
  await act(b, dossier, 'answer', { ...answer, position: shown })
})

test('ORDER-11 what is recalled or stayed in the same commit is looked at before an act that was shown without it', async () => {
  const [a, b] = await pair()
  const { dossier, leaf } = await ask(a)
  await talk(a, b)
  const { leaf: answered } = await act(b, dossier, 'answer', { on: leaf, fields: { outcome: 'yes' } })
  await talk(a, b)
  const position = positionOf((await dossierOf(a, dossier))?.ahead as never, noRetentions(), null)
  const by = { request: request(), author: officer('aaa', 'legal-reviewer'), dossier }
  // The first is on its way to the store while the others come: those are one commit.
  const first = ask(a)
  const all = await Promise.allSettled([
    record(a.node, a.relation(RELATION), {
      ...by,
      kind: 'stay',
      until: a.time.now + 86_400,
      ground: 'court',
      reference: 'invented 1/2026',
    }),
    act(a, dossier, 'thank', { on: answered, position }),
  ])
  await first
  assert.deepEqual(
    all.map((one) => (one.status === 'fulfilled' ? 'done' : one.reason.code)),
    ['done', 'look-again'],
  )
})
