import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forgeRetention } from '../_forged.ts'
import { two } from '../_retained.ts'
import { act, ask, RELATION, request, talk } from '../_talk.ts'
import { officer, type Side } from '../_world.ts'
import { standsAt } from '../dossier/position.ts'
import { NOBODY, type RecallCommand, type StayCommand } from './command.ts'
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

test('ORDER-11 what waited for a second person is recorded behind a note, and behind nothing that it rests on', async () => {
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
  for (const { between, goes } of [
    { between: (dossier: string) => act(a, dossier, 'note', { fields: { message } }), goes: true },
    { between: stay, goes: false },
    { between: (dossier: string) => answer(b, dossier, { position: null }), goes: false },
    {
      between: (dossier: string) => act(b, dossier, 'ask-clarification', { fields: { message } }),
      goes: false,
    },
  ]) {
    const { dossier } = await ask(a)
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
