import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenBack } from '../uses/_brought-back.ts'
import { ERRAND } from '../uses/_pacts.ts'
import { closed, two } from '../uses/_retained.ts'
import { act, ask, dossierOf, headsOf, RELATION, request, talk } from '../uses/_talk.ts'
import { newSide, officer, type Side } from '../uses/_world.ts'
import type { ActCommand, OpenCommand, RecallCommand } from '../uses/command.ts'
import { record } from '../uses/record/record.ts'
import { preview } from './preview.ts'

/** Whatever is done at this side from now on, its keys sign nothing. */
function signingNothing(side: Side): void {
  const relation = side.relation(RELATION)
  const sign = () => assert.fail('a key was asked to sign')
  for (const use of ['log', 'custody'] as const)
    relation[use] = {
      ...relation[use],
      ed25519: { ...relation[use].ed25519, sign },
      mlDsa44: { ...relation[use].mlDsa44, sign },
    }
}

function opening(): OpenCommand {
  return {
    kind: 'open',
    request: request(),
    author: officer('aaa'),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'invented' },
    handling: 'H2',
  }
}

test('a preview says what would leave, and neither stores nor signs anything of it', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  await talk(a, b)
  const before = await headsOf(a)
  const { log, custody } = a.relation(RELATION)
  signingNothing(a)
  const shown = await preview(a.node, a.relation(RELATION), opening())
  assert.deepEqual([shown.header.kind, shown.header.act, shown.header.handling], ['open', 'ask', 'H2'])
  assert.equal(shown.parts.kept?.title, 'invented')
  const recall: RecallCommand = {
    ...{ kind: 'recall', request: request(), author: officer('aaa', 'legal-reviewer'), dossier, on: dossier },
    ...{ parts: ['person'], ground: 'wrong', reason: 'invented' },
  }
  assert.equal((await preview(a.node, a.relation(RELATION), recall)).header.kind, 'recall')
  await assert.rejects(preview(a.node, a.relation(RELATION), { ...opening(), act: 'none' }), {
    name: 'NodeError',
  })
  Object.assign(a.relation(RELATION), { log, custody })
  assert.deepEqual(await headsOf(a), before)
})

test('what was looked at first is recorded as it was shown, and its request was answered by nothing before', async () => {
  const [a] = await two()
  const command = opening()
  const shown = await preview(a.node, a.relation(RELATION), command)
  const recorded = await record(a.node, a.relation(RELATION), command)
  assert.equal(recorded.kind, 'recorded')
  const again = await record(a.node, a.relation(RELATION), command)
  assert.deepEqual(again, recorded)
  assert.equal((await dossierOf(a, recorded.dossier))?.ahead.kept.title, shown.parts.kept?.title)
})

test('a preview is refused for what recording it would be refused for, and moves no dossier on', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  await talk(a, b)
  const answer: ActCommand = {
    ...{ kind: 'act', request: request(), author: officer('bbb'), dossier, act: 'answer', on: dossier },
    ...{ fields: { outcome: 'yes' }, position: null },
  }
  const shown = async (changed: Partial<ActCommand> = {}) =>
    (await preview(b.node, b.relation(RELATION), { ...answer, ...changed })).header.act
  assert.deepEqual([await shown(), await shown()], ['answer', 'answer'])
  await assert.rejects(shown({ position: 'long.gone' }), { code: 'look-again' })
  await assert.rejects(shown({ dossier: 'f'.repeat(64) }), { code: 'unknown-dossier' })
})

test('a preview of what was recorded and given back since shows the act that is in the log', async () => {
  const [a, b] = await two()
  const { dossier } = await ask(a)
  await act(a, dossier, 'note', {
    request: 'before',
    fields: { message: { en: { text: 'of nobody (invented)', standing: 'authoritative' } } },
  })
  await talk(a, b)
  const lost = await newSide('aaa', [RELATION], 3)
  await lost.restart()
  await givenBack(lost, b)
  const asked: ActCommand = {
    ...{ kind: 'act', request: 'before', author: officer('aaa'), dossier, act: 'note', position: null },
    fields: { message: { en: { text: 'of nobody (invented)', standing: 'authoritative' } } },
  }
  const shown = await preview(lost.node, lost.relation(RELATION), asked)
  assert.equal(shown.header.act, 'note')
  assert.deepEqual(shown.parts.content, { message: asked.fields.message })
})

test('a preview of a recall of what was not delivered shows what the recall says, and not the record of what it destroys', async () => {
  const [a] = await two()
  const { dossier } = await record(a.node, a.relation(RELATION), {
    ...opening(),
    fields: { title: 'one', name: 'Wrong Person' },
  })
  const shown = await preview(a.node, a.relation(RELATION), {
    ...{ kind: 'recall', request: request(), author: officer('aaa', 'legal-reviewer'), dossier, on: dossier },
    ...{ parts: ['person'], ground: 'wrong', reason: 'invented' },
  })
  assert.equal(shown.header.kind, 'recall')
  assert.deepEqual(shown.parts, {
    kept: { ground: 'wrong', parts: ['person'] },
    content: { reason: 'invented' },
  })
})
