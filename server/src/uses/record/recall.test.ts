import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeHeader } from '@counterpart/protocol'
import type { PartState } from '../../store/store.ts'
import { forgeDestroyed, forgeRetention } from '../_forged.ts'
import { mark } from '../_hostile.ts'
import { ERRAND } from '../_pacts.ts'
import { closed, DAY, ends, passTo, read, records, states, time, two } from '../_retained.ts'
import { act, dossierOf, headsOf, lineOf, RELATION, request, say, talk } from '../_talk.ts'
import { channelTo, officer, pass, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import type { RecallCommand, StayCommand } from '../command.ts'
import { record } from './record.ts'

const REVIEWER = { ...officer('aaa', 'legal-reviewer') }

function recalling(side: Side, dossier: string, on: string, parts: string[]): RecallCommand {
  return {
    kind: 'recall',
    request: request(),
    author: { ...REVIEWER, office: `${side.node.party}-office` },
    approver: 'second-1',
    dossier,
    on,
    parts,
    ground: 'wrong',
    reason: 'another person of the same (invented) name',
  }
}

function recall(side: Side, dossier: string, on: string, parts: string[]) {
  return record(side.node, side.relation(RELATION), recalling(side, dossier, on, parts))
}

function staying(side: Side, dossier: string, until: number, approver?: string): StayCommand {
  return {
    kind: 'stay',
    request: request(),
    author: { ...REVIEWER, office: `${side.node.party}-office` },
    dossier,
    until,
    ground: 'court',
    reference: 'invented court 7/1',
    ...(approver === undefined ? {} : { approver }),
  }
}

function stay(side: Side, dossier: string, until: number, approver?: string) {
  return record(side.node, side.relation(RELATION), staying(side, dossier, until, approver))
}

function ask(side: Side) {
  return record(side.node, side.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer(side.node.party),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'one', name: 'Wrong Person' },
    handling: 'H1',
  })
}

async function stateOf(side: Side, leaf: string, name: string): Promise<PartState['state'] | undefined> {
  const parts = await read(side, async (reader) => (await reader.parts([leaf])).get(leaf) ?? [])
  return parts.find((part) => part.name === name)?.state
}

test('RETENTION-8 a stay of either side keeps everything on both until it is over or taken back', async () => {
  const [a, b] = await two()
  const [kept, freed] = [await closed(a, b), await closed(a, b)]
  const end = Math.max((await ends(a, kept)).ends[0]?.at ?? 0, (await ends(a, freed)).ends[0]?.at ?? 0)
  await stay(b, kept, end + 9 * DAY)
  await stay(a, freed, end + 400 * DAY)
  await talk(a, b)
  await passTo(end, a, b)
  for (const side of [a, b]) await time(side)
  for (const id of [kept, freed])
    for (const side of [a, b]) assert.ok((await states(side, id)).includes('person held'))
  assert.deepEqual((await ends(a, kept)).ends, (await ends(b, kept)).ends)
  await stay(a, freed, 0, 'second-1')
  await talk(a, b)
  for (const side of [a, b]) await time(side)
  for (const side of [a, b]) assert.ok((await states(side, freed)).includes('person destroyed'))
  await passTo(end + 9 * DAY - 1, a, b)
  for (const side of [a, b]) await time(side)
  for (const side of [a, b]) assert.ok((await states(side, kept)).includes('person held'))
  pass(1, a, b)
  for (const side of [a, b]) await time(side)
  for (const side of [a, b]) assert.ok((await states(side, kept)).includes('person destroyed'))
})

test('RETENTION-8 no officer alone ends a stay of the own side earlier, and one who does all the same ends it nowhere', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  await talk(a, b)
  const until = a.time.now + 400 * DAY
  await stay(a, dossier, until)
  const before = (await read(a, (reader) => reader.heads())).ours.size
  for (const alone of [undefined, REVIEWER.officer])
    for (const sooner of [0, until - DAY])
      await assert.rejects(stay(a, dossier, sooner, alone), { code: 'needs-approval', path: '/until' })
  assert.equal((await read(a, (reader) => reader.heads())).ours.size, before)
  await stay(b, dossier, a.time.now + 9 * DAY)
  // As a node that does not keep the rule would write it.
  await forgeRetention(a, staying(a, dossier, 0))
  await talk(a, b)
  for (const side of [a, b]) assert.equal((await ends(side, dossier)).stay, until)
  await stay(a, dossier, until)
  await stay(a, dossier, until - DAY, 'second-1')
  await talk(a, b)
  for (const side of [a, b]) assert.equal((await ends(side, dossier)).stay, until - DAY)
})

test('RETENTION-8 two persons shorten the stay that they looked at, and none that came since', async () => {
  const [a] = await two()
  const { dossier } = await ask(a)
  const { now } = a.time
  await stay(a, dossier, now + 400 * DAY)
  const shorter = { ...staying(a, dossier, now + 300 * DAY, 'second-1'), over: now + 400 * DAY }
  await stay(a, dossier, now + 2000 * DAY)
  const put = (command: StayCommand) => record(a.node, a.relation(RELATION), command)
  await assert.rejects(put(shorter), { code: 'look-again' })
  assert.equal((await ends(a, dossier)).stay, now + 2000 * DAY)
  await put({ ...shorter, over: now + 2000 * DAY, request: request() })
  assert.equal((await ends(a, dossier)).stay, now + 300 * DAY)
})

test('RETENTION-8 of stays that come together each is held against those before it', async () => {
  const [a] = await two()
  const { dossier } = await ask(a)
  const { now } = a.time
  // The first goes alone, and the others wait for it together.
  const days = [30, 900, 60]
  const done = await Promise.allSettled(days.map((one) => stay(a, dossier, now + one * DAY)))
  assert.deepEqual(
    done.map((one) => (one.status === 'fulfilled' ? one.value.word : one.reason.code)),
    ['recorded', 'recorded', 'needs-approval'],
  )
  assert.equal((await ends(a, dossier)).stay, now + 900 * DAY)
})

test('RETENTION-8 a stay that is over already, or beyond the longest, is not recorded', async () => {
  const [a] = await two()
  const { dossier } = await ask(a)
  const before = (await read(a, (reader) => reader.heads())).ours.size
  for (const until of [1, a.time.now - DAY, a.time.now, a.time.now + 3661 * DAY])
    await assert.rejects(stay(a, dossier, until), { code: 'bad-fields', path: '/until' })
  assert.equal((await read(a, (reader) => reader.heads())).ours.size, before)
})

test('RETENTION-15 a log that is dated to the end of time keeps nothing of what was recalled from it', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  await talk(a, b)
  await recall(a, dossier, dossier, ['person'])
  const { header, parts } = mark({ seen: (await headsOf(a)).ours.size })
  const late = { ...JSON.parse(Buffer.from(header).toString()), time: Number.MAX_SAFE_INTEGER }
  await writes(b, [{ header: encodeHeader(late), parts }])
  await say(b, lineOf(b, a)).catch(() => undefined)
  await time(a)
  assert.equal(await stateOf(a, dossier, 'person'), 'held')
  await ask(a)
  pass(DAY, a, b)
  await time(a)
  assert.equal(await stateOf(a, dossier, 'person'), 'destroyed')
})

test('RETENTION-10 a recall reaches the other copy, is noted by an office, and what is wrong is destroyed on both sides', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  await talk(a, b)
  const sent = await recall(a, dossier, dossier, ['person'])
  for (const side of [a, b]) await time(side)
  assert.equal(await stateOf(a, dossier, 'person'), 'held', 'not before the other side has the recall')
  await talk(a, b)
  for (const side of [a, b]) await time(side)
  for (const side of [a, b]) assert.equal(await stateOf(side, dossier, 'person'), 'destroyed')
  const before = (await dossierOf(a, dossier))?.settled
  await record(b.node, b.relation(RELATION), {
    kind: 'noted',
    request: request(),
    author: officer('bbb'),
    dossier,
    on: sent.leaf,
  })
  await talk(a, b)
  const rows = await read(a, (reader) => reader.dossierEntries(dossier))
  assert.deepEqual(
    rows.filter(({ kind }) => kind === 'noted').map(({ side }) => side),
    ['bbb'],
  )
  assert.deepEqual((await dossierOf(a, dossier))?.settled, before)
  assert.deepEqual((await dossierOf(b, dossier))?.settled, before)
  for (const side of [a, b]) assert.equal(side.relation(RELATION).diverged.size, 0)
})

test('RETENTION-4 RETENTION-10 what is recalled on a day that has its record is destroyed on that day all the same', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  const fields = { message: { en: { text: 'of an invented person', standing: 'authoritative' } } }
  const note = await act(a, dossier, 'note', { fields })
  await talk(a, b)
  for (const [on, part, count] of [
    [dossier, 'person', 1],
    [note.leaf, 'content', 2],
  ] as const) {
    await recall(a, dossier, on, [part])
    await talk(a, b)
    for (const side of [a, b]) {
      await time(side)
      assert.equal(await stateOf(side, on, part), 'destroyed')
      assert.equal((await records(side)).length, count)
    }
  }
})

test('RETENTION-4 RETENTION-8 what was recalled while it was stayed is destroyed as soon as the stay is over, on a day that has its record', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  const other = await ask(a)
  await talk(a, b)
  const until = a.time.now + 3600
  await stay(a, dossier, until)
  await recall(a, dossier, dossier, ['person'])
  await recall(a, other.dossier, other.dossier, ['person'])
  await talk(a, b)
  for (const side of [a, b]) await time(side)
  for (const side of [a, b]) {
    assert.equal((await records(side)).length, 1)
    assert.equal(await stateOf(side, dossier, 'person'), 'held')
  }
  await passTo(until, a, b)
  for (const side of [a, b]) await time(side)
  for (const side of [a, b]) assert.equal(await stateOf(side, dossier, 'person'), 'destroyed')
})

test('RETENTION-4 however much is recalled, what is over by its time is not named twice a day', async () => {
  const [a, b] = await two()
  const endOf = async (id: string) => (await ends(a, id)).ends[0]?.at ?? 0
  const early = await closed(a, b)
  pass(60, a, b)
  const late = await closed(a, b)
  // As many as are looked at in one transaction.
  const asked: string[] = []
  for (let one = 0; one < 50; one++) asked.push((await ask(a)).dossier)
  await talk(a, b)
  await passTo(await endOf(early), a, b)
  for (let round = 0; round < 3; round++) await time(a)
  await passTo(await endOf(late), a, b)
  for (const id of asked) await recall(a, id, id, ['person'])
  await talk(a, b)
  for (let round = 0; round < 3; round++) await time(a)
  for (const id of asked) assert.equal(await stateOf(a, id, 'person'), 'destroyed')
  assert.deepEqual(await states(a, early), ['person destroyed', 'content held'])
  assert.deepEqual(await states(a, late), ['person held', 'content held'])
  assert.equal((await records(a)).length, 2)
})

test('RETENTION-10 nobody recalls what the other side wrote, what is kept, or what was never there', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  await talk(a, b)
  await assert.rejects(recall(b, dossier, dossier, ['person']), { code: 'on-missing' })
  await assert.rejects(recall(a, dossier, dossier, ['kept']), { code: 'bad-fields' })
  await assert.rejects(recall(a, dossier, dossier, ['content']), { code: 'bad-fields' })
  await assert.rejects(recall(a, dossier, dossier, []), { code: 'bad-fields' })
  assert.equal((await read(a, (reader) => reader.dossierEntries(dossier))).length, 1)
})

for (const approver of [undefined, REVIEWER.officer])
  test(`RETENTION-12 a recall approved by ${approver === undefined ? 'nobody' : 'its author'} is not recorded here, and from elsewhere has no effect on either side`, async () => {
    const [a, b] = await two()
    const { dossier } = await ask(a)
    await talk(a, b)
    const { approver: _, ...command } = recalling(a, dossier, dossier, ['person'])
    const alone = approver === undefined ? command : { ...command, approver }
    await assert.rejects(record(a.node, a.relation(RELATION), alone), { code: 'needs-approval' })
    assert.equal((await read(a, (reader) => reader.dossierEntries(dossier))).length, 1)
    const { leaf } = await forgeRetention(a, alone)
    await talk(a, b)
    for (const side of [a, b]) await time(side)
    for (const side of [a, b]) {
      assert.equal(await stateOf(side, dossier, 'person'), 'held')
      assert.equal((await records(side)).length, 0)
      const judged = await read(side, async (reader) => (await reader.judged([leaf])).get(leaf))
      assert.deepEqual([judged?.verdict, judged?.code], ['void', 'needs-approval'])
      assert.equal(side.relation(RELATION).diverged.size, 0)
    }
    const noted = { kind: 'noted', request: request(), author: officer('bbb'), dossier, on: leaf } as const
    await assert.rejects(record(b.node, b.relation(RELATION), noted), { code: 'on-missing' })
    await recall(a, dossier, dossier, ['person'])
    await talk(a, b)
    for (const side of [a, b]) await time(side)
    for (const side of [a, b]) assert.equal(await stateOf(side, dossier, 'person'), 'destroyed')
  })

test('RETENTION-11 what is recalled before it leaves never reaches the other side, and both compute the same', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  for (let more = 0; more < 40; more++) await ask(a)
  a.relation(RELATION).line.batch = 1000
  await recall(a, dossier, dossier, ['person'])
  assert.equal(await stateOf(a, dossier, 'person'), 'destroyed')
  await talk(a, b)
  assert.equal(await stateOf(b, dossier, 'person'), 'absent')
  assert.equal((await records(b, 'aaa')).length, 1)
  await act(b, dossier, 'answer', { on: dossier, fields: { outcome: 'no' } })
  await talk(a, b)
  assert.deepEqual((await dossierOf(a, dossier))?.settled, (await dossierOf(b, dossier))?.settled)
  assert.equal((await dossierOf(a, dossier))?.settled.state, 'answered')
  for (const side of [a, b]) assert.equal(side.relation(RELATION).diverged.size, 0)
})

test('RETENTION-11 several that are recalled before they leave come without what was recalled', async () => {
  const [a, b] = await two()
  const dossiers = [await ask(a), await ask(a), await ask(a)].map(({ dossier }) => dossier)
  a.relation(RELATION).line.batch = 1000
  for (const dossier of dossiers) await recall(a, dossier, dossier, ['person'])
  await talk(a, b)
  for (const dossier of dossiers) assert.equal(await stateOf(b, dossier, 'person'), 'absent')
})

for (const [how, why, isRecalled] of [
  ['named as over', 'time', true],
  ['named as recalled', 'recall', true],
  ['named undelivered without a recall', 'undelivered', false],
] as const)
  test(`RETENTION-11 a part that is held back and ${how} is missing`, async () => {
    const [a, b] = await two()
    const before = (await headsOf(b)).theirs.size
    const { dossier } = await ask(a)
    if (isRecalled) await forgeRetention(a, recalling(a, dossier, dossier, ['person']))
    await forgeDestroyed(a, [{ leaf: dossier, name: 'person', why }])
    await a.store.locked(RELATION, (writer) => writer.destroyParts([{ leaf: dossier, name: 'person' }]))
    await assert.rejects(say(a, channelTo(b, RELATION)), { code: 'part-missing' })
    assert.equal((await headsOf(b)).theirs.size, before)
  })
