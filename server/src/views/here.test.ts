import assert from 'node:assert/strict'
import { test } from 'node:test'
import { act, agree, ask, headsOf, RELATION, sayOnce, talk } from '../uses/_talk.ts'
import { channelTo, newSide } from '../uses/_world.ts'
import { type UsesPorts, usesOf } from './uses.ts'

test('what a draft is measured against is how much there is of each log, and what was shown before its turn', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(b)
  await talk(a, b)
  await act(a, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } })
  for (let more = 0; more < 12; more++) await ask(b, `question ${more}`)
  b.relation(RELATION).line.batch = 1
  await sayOnce(b, channelTo(a, RELATION))
  const { ours, theirs } = await headsOf(a)
  const shown = await a.store.read(RELATION, (reader) => reader.announcements())
  assert.ok(shown.length > 0 && ours.size !== theirs.size)
  const ports = { node: a.node, languages: ['en'], operated: {} }
  assert.deepEqual(await usesOf(ports as unknown as UsesPorts).here(RELATION), {
    ours: ours.size,
    theirs: theirs.size,
    ahead: shown.map(({ leaf }) => leaf),
  })
})
