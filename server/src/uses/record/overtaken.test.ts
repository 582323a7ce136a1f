import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forgeRetention } from '../_forged.ts'
import { ERRAND } from '../_pacts.ts'
import { two } from '../_retained.ts'
import { act, ask, RELATION, request, talk } from '../_talk.ts'
import { officer, type Side } from '../_world.ts'
import { NOBODY, type RecallCommand, type StayCommand } from '../command.ts'
import { isOvertaken, standsAt } from '../dossier/position.ts'
import { record } from './record.ts'

async function stood({ node, store }: Side, dossier: string): Promise<string> {
  return (await store.read(RELATION, (reader) => standsAt(node, reader, dossier))) ?? ''
}

function answer(side: Side, dossier: string, more: { position: string | null; approver?: string }) {
  return record(side.node, side.relation(RELATION), {
    kind: 'act',
    request: request(),
    author: officer('bbb'),
    dossier,
    act: 'answer',
    on: dossier,
    fields: { outcome: 'yes' },
    ...more,
  })
}

test('ORDER-11 what waited for a second person is recorded behind a note, its recall and a stay, and behind nothing that it rests on', async () => {
  const [a, b] = await two()
  const message = { en: { text: 'of nobody (invented)', standing: 'authoritative' } }
  const stay = (dossier: string) =>
    record(a.node, a.relation(RELATION), {
      kind: 'stay',
      request: request(),
      author: officer('aaa', 'legal-reviewer'),
      dossier,
      until: a.time.now + 86_400,
      ground: 'court',
      reference: 'invented 1/2026',
    })
  const recall = (dossier: string, on: string, parts = ['person']) =>
    record(a.node, a.relation(RELATION), {
      ...{
        kind: 'recall',
        request: request(),
        author: officer('aaa', 'legal-reviewer'),
        approver: 'second-1',
      },
      ...{ dossier, on, parts, ground: 'wrong', reason: 'of another (invented) person' },
    })
  const recalledNote = async (dossier: string) => {
    const note = await act(a, dossier, 'note', { fields: { message } })
    await talk(a, b)
    return recall(dossier, note.leaf, ['content'])
  }
  for (const { between, goes } of [
    { between: (dossier: string) => act(a, dossier, 'note', { fields: { message } }), goes: true },
    { between: stay, goes: true },
    { between: recalledNote, goes: true },
    { between: (dossier: string) => recall(dossier, dossier), goes: false },
    { between: (dossier: string) => answer(b, dossier, { position: null }), goes: false },
    {
      between: (dossier: string) => act(b, dossier, 'ask-clarification', { fields: { message } }),
      goes: false,
    },
  ]) {
    const { dossier } = await record(a.node, a.relation(RELATION), {
      ...{ kind: 'open', request: request(), author: officer('aaa'), procedure: ERRAND, act: 'ask' },
      ...{ fields: { title: 'one', name: 'Invented Person' }, handling: 'H1' },
    })
    await talk(a, b)
    const position = await stood(b, dossier)
    await between(dossier)
    await talk(a, b)
    for (const [who, more] of [
      ['who acts alone', {}],
      ['who puts it before a second person', { approver: NOBODY }],
    ] as const)
      await assert.rejects(answer(b, dossier, { position, ...more }), { code: 'look-again' }, who)
    const approved = answer(b, dossier, { position, approver: 'second' })
    if (goes) assert.equal((await approved).dossier, dossier)
    else await assert.rejects(approved, { code: 'look-again' })
  }
})

test('ORDER-11 what was recalled is recalled for a draft once, however often the other side says so', async () => {
  const [a, b] = await two()
  const { dossier } = await record(a.node, a.relation(RELATION), {
    ...{ kind: 'open', request: request(), author: officer('aaa'), procedure: ERRAND, act: 'ask' },
    ...{ fields: { title: 'one', name: 'Invented Person' }, handling: 'H1' },
  })
  await talk(a, b)
  const positions: string[] = []
  for (let times = 0; times < 3; times++) {
    await record(a.node, a.relation(RELATION), {
      ...{
        kind: 'recall',
        request: request(),
        author: officer('aaa', 'legal-reviewer'),
        approver: 'second-1',
      },
      ...{ dossier, on: dossier, parts: ['person'], ground: 'wrong', reason: 'of another (invented) person' },
    })
    await talk(a, b)
    positions.push(await stood(b, dossier))
  }
  assert.equal(new Set(positions).size, 3)
  const [first, ...later] = positions
  assert.deepEqual(
    later.map((position) => isOvertaken(first ?? '', position)),
    [false, false],
  )
})

test('ORDER-11 what has no effect outdates nothing, however much of it the other side writes', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  await talk(a, b)
  const position = await stood(b, dossier)
  const alone = { author: officer('aaa', 'legal-reviewer'), dossier, request: request() }
  await forgeRetention(a, {
    ...{ kind: 'recall', on: dossier, parts: ['person'], ground: 'wrong', reason: 'of one person' },
    ...alone,
  } as RecallCommand)
  await forgeRetention(a, { kind: 'noted', on: dossier, ...alone })
  const until = a.time.now + 86_400
  await forgeRetention(a, {
    ...{ kind: 'stay', until, ground: 'court', reference: 'of an office of the other side' },
    ...alone,
    author: officer('bbb', 'legal-reviewer'),
  } as StayCommand)
  await talk(a, b)
  assert.equal(await stood(b, dossier), position)
  assert.equal((await answer(b, dossier, { position })).dossier, dossier)
})
