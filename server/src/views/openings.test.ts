import assert from 'node:assert/strict'
import { test } from 'node:test'
import { act, agree, ask, dossierOf, RELATION, request, talk } from '../uses/_talk.ts'
import { newSide, officer, pass, type Side } from '../uses/_world.ts'
import { record } from '../uses/record/record.ts'
import { look } from './look.ts'
import { ladderOf } from './rungs.ts'

const note = { fields: { message: { en: { text: 'more', standing: 'authoritative' } } } }

async function opened(side: Side, dossier: string) {
  const row = (await dossierOf(side, dossier)) ?? assert.fail()
  const declared = side.node.procedures.get(row.ahead.digest)?.procedure ?? assert.fail()
  const { rungs } = await look(side.node, side.relation(RELATION), (at) => ladderOf(at, row, declared))
  return rungs.map(({ openedBy }) => openedBy.map(({ office, time }) => `${office} ${time}`))
}

test('who opens a dossier has all that the other side had said on the screen, and what it says later not yet', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a)
  await act(a, dossier, 'note', note)
  await talk(a, b)
  const open = (office: string) =>
    record(b.node, b.relation(RELATION), {
      ...{ kind: 'opened' as const, request: request(), dossier },
      author: { ...officer('bbb'), office },
    })
  const first = b.time.now
  await open('bbb-gate')
  pass(60, a, b)
  await act(a, dossier, 'note', note)
  await act(a, dossier, 'note', note)
  await talk(a, b)
  const second = b.time.now
  await open('bbb-gate')
  await open('bbb-west')
  await talk(b, a)
  await act(a, dossier, 'note', note)
  const early = [`bbb-gate ${first}`, `bbb-west ${second}`]
  const late = [`bbb-gate ${second}`, `bbb-west ${second}`]
  assert.deepEqual(await opened(a, dossier), [early, early, late, late, []])
})
