/** What a counterpart that lies in its log can do to how long our data is kept: nothing that ends it early, and nothing for good. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canonicalJson, encodeHeader, partDigest, utf8 } from '@counterpart/protocol'
import type { Channel } from '../../outbound/channel.ts'
import { SALT } from '../_hostile.ts'
import { ERRAND } from '../_pacts.ts'
import { closed, DAY, ends, passTo, states, time, two } from '../_retained.ts'
import { act, ask, dossierOf, headsOf, RELATION, request, say, talk } from '../_talk.ts'
import { channelTo, officer, pass, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import { record } from '../record/record.ts'

/** What is done meanwhile, a side dates to that time. */
const dating =
  (side: Side, time: () => number) =>
  <T>(work: () => Promise<T>): Promise<T> => {
    const now = side.time.now
    side.time.now = time()
    return work().finally(() => {
      side.time.now = now
    })
  }

test('RETENTION-1 a log that stands still ends nothing of ours at the moment in which its dossier is closed', async () => {
  const [a, b] = await two()
  const then = b.time.now
  b.relation(RELATION).tolerance = Number.POSITIVE_INFINITY
  const frozen = dating(b, () => then)
  // It states the right time; what it writes and receipts is of the first day.
  const honest = channelTo(b, RELATION)
  const channel: Channel = { ...honest, sync: (step) => frozen(() => honest.sync(step)) }
  const speak = async () => {
    for (let i = 0; i < 4; i++) {
      await say(a, channel)
      await frozen(() => say(b, channelTo(a, RELATION)))
    }
  }
  const opened = () =>
    record(a.node, a.relation(RELATION), {
      kind: 'open',
      request: request(),
      author: officer('aaa'),
      procedure: ERRAND,
      act: 'ask',
      fields: { title: 'one', name: 'Invented Person' },
      handling: 'H1',
    })
  const { dossier } = await opened()
  await speak()
  const answer = await frozen(() => act(b, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } }))
  await speak()
  for (let days = 0; days < 400; days += 50) {
    pass(50 * DAY, a, b)
    await speak()
  }
  await act(a, dossier, 'thank', { on: answer.leaf })
  await speak()
  assert.equal((await dossierOf(a, dossier))?.settled.closed, then)
  await time(a)
  assert.deepEqual(await states(a, dossier), ['person held'])
  assert.ok(((await ends(a, dossier)).ends[0]?.at ?? 0) >= a.time.now + 29 * DAY)
})

test('RETENTION-8 RETENTION-10 a recall and a stay of an office of the other side destroy nothing and keep nothing', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  const before = await ends(a, dossier)
  const note = before.ends.find(({ side }) => side === 'bbb') ?? assert.fail()
  const said = (kind: 'recall' | 'stay', kept: object, more: object = {}) => {
    const bytes = utf8(canonicalJson(kept as never))
    const parts = [{ name: 'kept', digest: partDigest(SALT, bytes), keep: 'always' }]
    const header = {
      v: 1,
      relation: RELATION,
      kind,
      dossier,
      office: 'aaa-office',
      officer: 'x',
      seen: 1,
      time: b.time.now,
      parts,
      ...more,
    }
    return { header: encodeHeader(header as never), parts: [{ name: 'kept', salt: SALT, bytes }] }
  }
  const recalled = { parts: ['content'], ground: 'wrong' }
  await writes(b, [
    said('recall', recalled, { on: note.leaf, approver: 'y' }),
    said('stay', { until: 2 ** 45, ground: 'court' }),
  ])
  await talk(a, b)
  await time(a)
  const after = await ends(a, dossier)
  assert.deepEqual(after.ends, before.ends)
  assert.equal(after.stay, 0)
})

test('RETENTION-2 a mark that the other side lies in keeps no data of a person for good', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  a.relation(RELATION).diverged.add(dossier)
  await passTo(((await ends(a, dossier)).ends[0]?.at ?? 0) + 1, a, b)
  await time(a)
  assert.equal((await states(a, dossier))[0], 'person held', 'it is the proof for a while')
  await passTo(a.time.now + 366 * DAY, a, b)
  await time(a)
  assert.equal((await states(a, dossier))[0], 'person destroyed')
})

const END_OF_TIME = 2 ** 53 - 1000

/** What `a` writes and receipts from `late()` on is dated to the end of time; it states the right time. */
async function datingAhead(): Promise<{ a: Side; b: Side; late(): void; speak(): Promise<void> }> {
  const [a, b] = await two()
  a.relation(RELATION).tolerance = Number.POSITIVE_INFINITY
  let isLate = false
  const ahead = dating(a, () => (isLate ? END_OF_TIME : a.time.now))
  const honest = channelTo(a, RELATION)
  const channel: Channel = { ...honest, sync: (step) => ahead(() => honest.sync(step)) }
  const speak = async () => {
    for (let i = 0; i < 4; i++) {
      await say(b, channel)
      await ahead(() => say(a, channelTo(b, RELATION)))
    }
  }
  const late = () => {
    isLate = true
  }
  return { a, b, late, speak }
}

async function overIn(days: number, { a, b, speak }: { a: Side; b: Side; speak(): Promise<void> }) {
  for (let passed = 0; passed < days; passed += 20) {
    pass(20 * DAY, a, b)
    await speak()
    await time(b)
  }
}

test('RETENTION-15 an entry that the other side dates to the end of time keeps nothing of a person here for good', async () => {
  const world = await datingAhead()
  const { a, b, late, speak } = world
  const dossier = await closed(a, b)
  const text = { message: { en: { text: 'of an invented person', standing: 'authoritative' } } }
  const parts = [
    { name: 'kept', keep: 'always', bytes: utf8('{}') },
    { name: 'content', keep: 'P1Y', bytes: utf8(canonicalJson(text)) },
    { name: 'undeclared', keep: 'P9000Y', bytes: utf8('{}') },
  ]
  const { theirs } = await headsOf(a)
  const header = {
    v: 1,
    relation: RELATION,
    kind: 'act',
    act: 'note',
    procedure: ERRAND,
    dossier,
    office: 'aaa-office',
    officer: 'aaa-1',
    handling: 'H1',
    seen: theirs.size,
    time: END_OF_TIME,
    parts: parts.map(({ name, keep, bytes }) => ({ name, keep, digest: partDigest(SALT, bytes) })),
  }
  const given = parts.map(({ name, bytes }) => ({ name, salt: SALT, bytes }))
  await writes(a, [{ header: encodeHeader(header as never), parts: given }])
  late()
  await speak()
  const left = async () =>
    (await ends(b, dossier)).ends.flatMap(({ side, name, state }) =>
      side === 'aaa' && state === 'held' ? [name] : [],
    )
  assert.ok((await left()).includes('content'))
  await overIn(400, world)
  assert.deepEqual(await left(), ['undeclared'])
  await overIn(3400, world)
  assert.deepEqual(await left(), [])
})

test('RETENTION-15 a closing that the other side dates to the end of time keeps nothing here for good, and ends nothing early', async () => {
  const world = await datingAhead()
  const { a, b, late, speak } = world
  const { dossier } = await record(b.node, b.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer('bbb'),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'one', name: 'Invented Person' },
    handling: 'H1',
  })
  await speak()
  const answer = await act(a, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } })
  await speak()
  await act(b, dossier, 'thank', { on: answer.leaf })
  const was = b.time.now
  late()
  await speak()
  assert.ok(((await dossierOf(b, dossier))?.settled.closed ?? 0) > was + 1e9)
  // Looked at before our log says anything: whatever it says next covers what the other side's says.
  await time(b)
  await ask(b, 'about something else')
  await time(b)
  const [person] = (await ends(b, dossier)).ends
  assert.ok((person?.at ?? 0) >= was + 30 * DAY && (person?.at ?? 0) < was + 40 * DAY, `${person?.at}`)
  await overIn(60, world)
  assert.deepEqual(await states(b, dossier), ['person destroyed'])
})

test('RETENTION-15 RETENTION-8 a stay that the other side dates to the end of time keeps for no longer than one of today', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  const bytes = utf8(canonicalJson({ until: END_OF_TIME, ground: 'court' }))
  const part = { name: 'kept', digest: partDigest(SALT, bytes), keep: 'always' }
  const header = {
    v: 1,
    relation: RELATION,
    kind: 'stay',
    dossier,
    office: 'bbb-office',
    officer: 'x',
    seen: 1,
    time: END_OF_TIME,
    parts: [part],
  }
  await writes(b, [{ header: encodeHeader(header as never), parts: [{ name: 'kept', salt: SALT, bytes }] }])
  b.relation(RELATION).tolerance = Number.POSITIVE_INFINITY
  await talk(a, b)
  const { stay } = await ends(a, dossier)
  assert.ok(stay > a.time.now + 3000 * DAY && stay <= a.time.now + 3660 * DAY, `${stay}`)
})
