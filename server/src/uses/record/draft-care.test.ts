import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NodeError } from '../../errors.ts'
import { MemoryAccounts } from '../../store/memory/accounts.ts'
import { MemoryDrafts } from '../../store/memory/drafts.ts'
import type { Reader, Store } from '../../store/store.ts'
import { ERRAND } from '../_pacts.ts'
import { closed, DAY, states, time, two } from '../_retained.ts'
import { act, ask, headsOf, RELATION, request, talk } from '../_talk.ts'
import { officer, pass, type Side } from '../_world.ts'
import type { RecallCommand } from '../command.ts'
import { careForDrafts, DRAFT_SECONDS, type Here } from './draft-care.ts'
import { record } from './record.ts'

test('a draft goes with what is destroyed in its dossier, and a recall only when nothing is left of what it says is wrong', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  const drafts = new MemoryDrafts()
  const put = (id: string, command: object) =>
    drafts.putDraft({ id, relation: RELATION, dossier, command: { command }, by: 'one', created: a.time.now })
  await put('act', { kind: 'act', act: 'note' })
  await put('recall', { kind: 'recall', on: dossier, parts: ['person'] })
  const open = async () => {
    await careForDrafts(a.node, drafts, new MemoryAccounts())
    return (await drafts.standingDrafts(RELATION)).map(({ id }) => id).sort()
  }
  const say = (name: string) =>
    a.node.store.locked(RELATION, (writer) =>
      writer.putDeletions([
        {
          leaf: dossier,
          name,
          side: 'aaa',
          record: dossier,
          time: a.time.now,
          final: a.time.now + 1,
          why: 'time',
        },
      ]),
    )
  assert.deepEqual(await open(), ['act', 'recall'])
  await say('content')
  assert.deepEqual(await open(), ['recall'])
  await say('person')
  assert.deepEqual(await open(), [])
})

test('a draft stays where what is destroyed in its dossier was destroyed before it was written', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  const drafts = new MemoryDrafts()
  const destroyed = a.time.now
  await a.node.store.locked(RELATION, (writer) =>
    writer.putDeletions([
      {
        ...{ leaf: dossier, name: 'content', side: 'aaa', record: dossier },
        ...{ time: destroyed, final: destroyed + 1, why: 'time' },
      },
    ]),
  )
  for (const [id, created] of [
    ['before', destroyed - 1],
    ['at once', destroyed],
    ['after', destroyed + 1],
  ] as const)
    await drafts.putDraft({ id, relation: RELATION, dossier, command: { command: {} }, by: 'one', created })
  await careForDrafts(a.node, drafts, new MemoryAccounts())
  assert.deepEqual(
    (await drafts.standingDrafts(RELATION)).map(({ id }) => id),
    ['after'],
  )
})

test('whoever has the desk open hears once of drafts that the node ends, and of none that stands', async () => {
  const [a] = await two()
  const { dossier } = await ask(a)
  const drafts = new MemoryDrafts()
  const put = (id: string) =>
    drafts.putDraft({
      id,
      relation: RELATION,
      dossier,
      command: { command: {} },
      by: 'one',
      created: a.time.now,
    })
  for (const id of ['one', 'other']) await put(id)
  let told = 0
  a.node.events.listen(({ kind }) => {
    if (kind === 'changed') told += 1
  })
  const care = () => careForDrafts(a.node, drafts, new MemoryAccounts())
  await care()
  assert.equal(told, 0)
  pass(DRAFT_SECONDS, a)
  await care()
  assert.deepEqual([told, (await drafts.standingDrafts(RELATION)).length], [1, 0])
})

test('where the store fails, no draft is taken for one that nobody has recorded', async () => {
  const [a] = await two()
  const { dossier } = await ask(a)
  const drafts = new MemoryDrafts()
  const { now } = a.time
  await drafts.putDraft({
    id: 'one',
    relation: RELATION,
    dossier,
    command: { command: {} },
    by: 'one',
    created: now,
  })
  pass(DRAFT_SECONDS, a)
  a.node.store = {
    ...a.node.store,
    read: () => Promise.reject(new NodeError({ code: 'database-unreachable' })),
  }
  const cared = careForDrafts(a.node, drafts, new MemoryAccounts())
  await assert.rejects(cared, { code: 'database-unreachable' })
  assert.equal((await drafts.standingDrafts(RELATION)).length, 1)
})

/** An own entry that nobody has yet, and a draft that recalls what it says of a person. */
async function draftedRecall(a: Side): Promise<[MemoryDrafts, RecallCommand]> {
  const { dossier } = await record(a.node, a.relation(RELATION), {
    ...{ kind: 'open', request: request(), author: officer('aaa'), procedure: ERRAND, act: 'ask' },
    ...{ fields: { title: 'one', name: 'Invented Person' }, handling: 'H1' },
  })
  const drafts = new MemoryDrafts()
  const recall: RecallCommand = {
    kind: 'recall',
    request: request(),
    author: officer('aaa', 'legal-reviewer'),
    approver: 'second-1',
    ...{ dossier, on: dossier, parts: ['person'], ground: 'wrong', reason: 'invented' },
  }
  await drafts.putDraft({
    ...{ id: recall.request, relation: RELATION, dossier, by: 'one', created: a.time.now },
    command: { command: recall },
  })
  return [drafts, recall]
}

test('a draft stays where what is destroyed in its dossier came after it was written, unless it was shown ahead', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  await talk(a, b)
  const drafts = new MemoryDrafts()
  const put = async (id: string, here?: Partial<Here>) => {
    const { ours, theirs } = await headsOf(a)
    const command = {
      command: { kind: 'act' },
      here: { ours: ours.size, theirs: theirs.size, ahead: [], ...here },
    }
    const row = { id, relation: RELATION, dossier, by: 'one', created: a.time.now }
    await drafts.putDraft({ ...row, command: here ? command : { command: {} } })
  }
  await put('before', {})
  const message = { en: { text: 'of a person (invented)', standing: 'authoritative' } }
  const note = await act(b, dossier, 'note', { fields: { message } })
  await put('shown ahead', { ahead: [note.leaf] })
  await put('of a former version')
  await talk(a, b)
  await put('after', {})
  await record(b.node, b.relation(RELATION), {
    ...{ kind: 'recall', request: request(), author: officer('bbb', 'legal-reviewer'), approver: 'second-1' },
    ...{ dossier, on: note.leaf, parts: ['content'], ground: 'wrong', reason: 'invented' },
  })
  await talk(a, b)
  await time(a)
  assert.ok((await states(a, dossier)).includes('content destroyed'))
  await careForDrafts(a.node, drafts, new MemoryAccounts())
  assert.deepEqual(
    (await drafts.standingDrafts(RELATION)).map(({ id }) => id),
    ['before'],
  )
})

test('what a draft could have said again is told apart by the log it stands in', async () => {
  const [a, b] = await two()
  const { dossier, leaf } = await ask(a)
  await talk(a, b)
  for (let more = 0; more < 5; more++) await ask(b)
  const drafts = new MemoryDrafts()
  const { ours, theirs } = await headsOf(a)
  const row = { relation: RELATION, dossier, by: 'one', created: a.time.now }
  const [own] = await a.store.read(RELATION, (reader) => reader.dossierEntries(dossier))
  const index = own?.leaf === leaf ? own.index : assert.fail()
  assert.ok(index < ours.size && index > 0 && theirs.size > 0)
  for (const [id, here] of Object.entries({
    'read before': { ours: index + 1, theirs: 0, ahead: [] },
    'come after': { ours: index, theirs: 999, ahead: [] },
  }))
    await drafts.putDraft({ ...row, id, command: { command: { kind: 'act' }, here } })
  await destroyedIn(a, leaf, 'content')
  await careForDrafts(a.node, drafts, new MemoryAccounts())
  assert.deepEqual(
    (await drafts.standingDrafts(RELATION)).map(({ id }) => id),
    ['come after'],
  )
})

test('a recall of two parts has one to reach while one of them is there', async () => {
  const [a] = await two()
  const { dossier, leaf } = await ask(a)
  const drafts = new MemoryDrafts()
  const command = { command: { kind: 'recall', on: leaf, parts: ['content', 'person'] } }
  await drafts.putDraft({
    ...{ id: 'recall', relation: RELATION, dossier, command, by: 'one', created: a.time.now },
  })
  const standing = async () => {
    await careForDrafts(a.node, drafts, new MemoryAccounts())
    return (await drafts.standingDrafts(RELATION)).length
  }
  await destroyedIn(a, leaf, 'content')
  assert.equal(await standing(), 1)
  await destroyedIn(a, leaf, 'person')
  assert.equal(await standing(), 0)
})

async function destroyedIn(side: Side, leaf: string, name: string): Promise<void> {
  const said = { leaf, name, side: side.node.party, record: leaf, why: 'time' } as const
  await side.node.store.locked(RELATION, (writer) =>
    writer.putDeletions([{ ...said, time: side.time.now, final: side.time.now + 1 }]),
  )
}

test('a draft that was recorded before its node stopped is approved, whatever its act destroyed', async () => {
  const [a] = await two()
  const [drafts, recall] = await draftedRecall(a)
  await record(a.node, a.relation(RELATION), recall)
  assert.ok((await states(a, recall.dossier)).includes('person destroyed'))
  await careForDrafts(a.node, drafts, new MemoryAccounts())
  assert.equal((await drafts.draft(recall.request))?.state, 'approved')
})

test('a draft that is recorded while drafts are cared for is approved, at whichever of its readings', async () => {
  for (let at = 1, readings = 0; at === 1 || at <= readings; at++) {
    const [a] = await two()
    const [drafts, recall] = await draftedRecall(a)
    readings = 0
    const read: Store['read'] = async (...asked) => {
      const found = await a.store.read(...asked)
      readings += 1
      if (readings === at) await record(a.node, a.relation(RELATION), recall)
      return found
    }
    const store = new Proxy<Store>(a.store, {
      get: (of, name) => (name === 'read' ? read : Reflect.get(of, name).bind(of)),
    })
    await careForDrafts({ ...a.node, store }, drafts, new MemoryAccounts())
    assert.ok((await states(a, recall.dossier)).includes('person destroyed'))
    assert.equal((await drafts.draft(recall.request))?.state, 'open', `after reading ${at}`)
    await careForDrafts(a.node, drafts, new MemoryAccounts())
    assert.equal((await drafts.draft(recall.request))?.state, 'approved')
  }
})

for (const code of ['dossier-too-large', 'entry-damaged'] as const)
  test(`a dossier that is ${code} keeps no draft beyond its time, in itself or elsewhere`, async () => {
    const [a, b] = await two()
    const { dossier } = await ask(a)
    const { dossier: other } = await ask(a)
    await talk(a, b)
    const drafts = new MemoryDrafts()
    const row = { relation: RELATION, by: 'one', created: a.time.now, command: { command: {} } }
    for (const [id, of] of Object.entries({ 1: dossier, 2: other, 3: null }))
      await drafts.putDraft({ ...row, id, dossier: of })
    const dossierEntries = async (reader: Reader, id: string) => {
      if (id === dossier) throw new NodeError({ code })
      return reader.dossierEntries(id)
    }
    const unreadable = (reader: Reader) =>
      new Proxy(reader, {
        get: (of, name) =>
          name === 'dossierEntries' ? (id: string) => dossierEntries(reader, id) : Reflect.get(of, name),
      })
    const read: Store['read'] = (id, work) => a.store.read(id, (reader) => work(unreadable(reader)))
    const store = new Proxy<Store>(a.store, {
      get: (of, name) => (name === 'read' ? read : Reflect.get(of, name).bind(of)),
    })
    const standing = async (seconds: number) => {
      Object.assign(a.time, { now: a.time.now + seconds, ran: a.time.ran + seconds })
      await careForDrafts({ ...a.node, store }, drafts, new MemoryAccounts())
      return (await drafts.standingDrafts(RELATION)).length
    }
    assert.deepEqual([await standing(0), await standing(30 * DAY)], [3, 0])
    const incidents = await a.store.read(RELATION, (reader) => reader.incidents(9, [code]))
    assert.deepEqual(
      incidents.map(({ detail }) => (detail as { dossier: string }).dossier),
      [dossier],
    )
  })

test('no draft is kept for good: it ends after its time, of an opening and in a dossier that is closed too, declined or not, and with its officer', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  const [drafts, accounts] = [new MemoryDrafts(), new MemoryAccounts()]
  const { now: began, ran } = a.time
  const put = async (id: string, of: string | null, by = 'stays') =>
    drafts.putDraft({ id, relation: RELATION, dossier: of, command: { command: {} }, by, created: began })
  const officer = { name: 'x (invented)', office: 'aaa-one', roles: [], validFrom: 0 }
  await accounts.putOfficer({ ...officer, id: 'stays', validTo: began + 99 * DAY })
  await accounts.putOfficer({ ...officer, id: 'leaves', validTo: began + 9 * DAY })
  await put('opening', null)
  await put('in a dossier', dossier)
  await put('declined', null)
  await put('of one who leaves', null, 'leaves')
  await put('of nobody known', null, 'nobody')
  const at = async (days: number) => {
    Object.assign(a.time, { now: began + days * DAY, ran: ran + days * DAY })
    await careForDrafts(a.node, drafts, accounts)
    return (await drafts.standingDrafts(RELATION)).map(({ id }) => id).sort()
  }
  assert.equal((await at(8)).length, 5)
  const rest = ['declined', 'in a dossier', 'of nobody known', 'opening']
  assert.deepEqual(await at(9), rest)
  await drafts.declineDraft('declined', { command: {} }, began + 9 * DAY)
  a.relation(RELATION).start = 'waiting'
  assert.deepEqual(await at(31), rest, 'a clock that nobody has compared ends nothing')
  a.relation(RELATION).start = 'confirmed'
  assert.deepEqual(await at(29), rest)
  assert.deepEqual(await at(30), ['declined'])
  assert.deepEqual(await at(39), [])
  const row = await drafts.draft('opening')
  assert.deepEqual([row?.state, row?.command, row?.since], ['lapsed', null, began + 30 * DAY])
})
