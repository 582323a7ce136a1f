import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineProcedure, digestOf, NO_TERMS } from '@counterpart/casework'
import { entry } from '../_hostile.ts'
import { PROCEDURES } from '../_pacts.ts'
import { act, agree, ask, dossierOf, headsOf, RELATION, request, talk } from '../_talk.ts'
import { newSide, officer, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import { record } from '../record/record.ts'
import { rowFor } from './dossier-row.ts'
import { newFolding } from './folding.ts'
import { newSettlers } from './settlers.ts'

test('an act of theirs without effect opens a dossier to no office of ours', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const { dossier } = await ask(a)
  await talk(a, b)
  const before = (await dossierOf(a, dossier))?.offices
  assert.ok(before && before.length > 0)
  const { size: seen } = (await headsOf(b)).theirs
  const place = { dossier, seen, time: b.time.now }
  const more = ['no-such-act', 'answer'].map((act) =>
    entry({ kind: 'act', act, office: 'aaa-other', kept: { to: 'aaa-hidden-post' }, ...place }),
  )
  await writes(b, more)
  await talk(a, b)
  assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
  assert.deepEqual((await dossierOf(a, dossier))?.offices, before)
})

/** Whose turn it is, as each of them has it, and whom both of them say to wait for. */
async function turns(a: Side, b: Side, dossier: string) {
  await talk(a, b)
  const [ours, theirs] = [await dossierOf(a, dossier), await dossierOf(b, dossier)]
  assert.equal(ours?.waits, theirs?.waits)
  return [ours?.turn, theirs?.turn, ours?.waits]
}

test('while a question has stopped the clock it is the turn of whoever was asked', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const { dossier } = await ask(a)
  assert.deepEqual(await turns(a, b, dossier), ['theirs', 'ours', 'bbb'])
  const message = { fields: { message: { en: { text: 'Which?', standing: 'authoritative' } } } }
  const { leaf } = await act(b, dossier, 'ask-clarification', message)
  assert.deepEqual(await turns(a, b, dossier), ['ours', 'theirs', 'aaa'])
  await act(a, dossier, 'clarify', { ...message, on: leaf })
  assert.deepEqual(await turns(a, b, dossier), ['theirs', 'ours', 'bbb'])
})

const outing = defineProcedure({
  name: 'test-outing',
  version: 1,
  opener: 'either',
  keeper: 'opener',
  levels: ['gate', 'province', 'ministry'],
  parts: {},
  fields: {
    title: { kind: 'line', part: 'kept', max: 80 },
    day: { kind: 'line', part: 'kept', max: 20 },
  },
  title: 'title',
  deadlines: {},
  states: {
    going: { deadline: null, waits: 'opener', because: 'test' },
    over: { final: true },
  },
  acts: {
    ask: {
      by: 'opener',
      roles: ['duty-officer'],
      opens: true,
      from: [],
      to: 'going',
      needs: ['title'],
    },
    propose: { by: 'either', roles: ['duty-officer'], from: ['going'], needs: ['day'], proposes: true },
    take: {
      by: 'either',
      roles: ['duty-officer'],
      from: ['going'],
      needs: [],
      answers: ['propose'],
      adopts: true,
    },
    decline: { by: 'either', roles: ['duty-officer'], from: ['going'], needs: [], answers: ['propose'] },
    end: { by: 'opener', roles: ['duty-officer'], from: ['going'], to: 'over', needs: [] },
  },
  common: {},
  indicators: {},
})

test('a proposal that waits for an answer is a turn of whoever has to give it, until it was given', async () => {
  const digest = digestOf(outing)
  const procedures = new Map([...PROCEDURES, [digest, { procedure: outing, texts: {} }]])
  const a = await newSide('aaa', [RELATION], 1, {}, { procedures })
  const b = await newSide('bbb', [RELATION], 2, {}, { procedures })
  await agree(a, b, RELATION, [digest])
  const { dossier } = await record(a.node, a.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer('aaa'),
    procedure: digest,
    act: 'ask',
    fields: { title: 'one' },
    handling: 'H1',
  })
  assert.deepEqual(await turns(a, b, dossier), ['ours', 'theirs', 'aaa'])
  // All of it within one second: the place of an answer counts, and not its time.
  for (const answer of ['decline', 'decline', 'take', 'decline']) {
    const { leaf } = await act(a, dossier, 'propose', { fields: { day: 'Monday' } })
    assert.deepEqual(await turns(a, b, dossier), ['both', 'both', 'aaa'])
    await act(b, dossier, answer, { on: leaf })
    assert.deepEqual(await turns(a, b, dossier), ['ours', 'theirs', 'aaa'])
  }
  assert.ok((await readFor(b, dossier)) <= 2)
})

/** How many entries of a dossier are read to say in its row whose turn it is. */
async function readFor({ node, store, relation }: Side, dossier: string): Promise<number> {
  const read = new Set<string>()
  const at = relation(RELATION)
  return store.read(RELATION, async (reader) => {
    const entries = await reader.dossierEntries(dossier)
    const dossierEntries = async () =>
      entries.map(({ bytes, ...row }) => ({
        ...row,
        get bytes() {
          read.add(row.leaf)
          return bytes
        },
      }))
    const counting = new Proxy(reader, {
      get: (_, name) => (name === 'dossierEntries' ? dossierEntries : Reflect.get(reader, name).bind(reader)),
    })
    const settlers = newSettlers(reader, { aaa: 0, bbb: 0 }, () => [])
    const folding = newFolding({ node, relation: at, reader: counting, settlers, terms: () => NO_TERMS })
    const held = (await folding.dossier(dossier)) ?? assert.fail()
    read.clear()
    const before = held.before ?? assert.fail()
    assert.equal(rowFor(held, before.at, node, at, before.changed)?.turn, before.turn)
    assert.ok(entries.length > 8)
    return read.size
  })
}
