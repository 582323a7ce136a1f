import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bringBack } from '../uses/_brought-back.ts'
import { damagedAt } from '../uses/_damaged.ts'
import { ERRAND } from '../uses/_pacts.ts'
import { act, agree, ask, RELATION, request, sayOnce, talk } from '../uses/_talk.ts'
import { channelTo, newSide, officer } from '../uses/_world.ts'
import { record } from '../uses/record/record.ts'
import { announcedIn } from './announced.ts'
import { look } from './look.ts'

test('SYNC-11 what is announced for a dossier that cannot be read is shown to nobody, and hides no other announcement', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a, 'the first')
  await talk(a, b)
  a.relation(RELATION).line.batch = 1
  for (let i = 0; i < 4; i++) await ask(a, `waits ${i}`)
  await act(a, dossier, 'note', {
    fields: { message: { en: { text: 'of the first', standing: 'authoritative' } } },
  })
  await sayOnce(a, channelTo(b, RELATION))
  const shown = async () => (await look(b.node, b.relation(RELATION), announcedIn)).map(({ view }) => view)
  const whole = await shown()
  assert.ok(
    whole.some((view) => view.dossier === dossier),
    'announced',
  )
  assert.ok(
    whole.some((view) => view.dossier !== dossier),
    'another',
  )
  b.node.store = damagedAt(b.node.store, new Set([`fold ${dossier}`]))
  assert.deepEqual(
    await shown(),
    whole.filter((view) => view.dossier !== dossier),
  )
})

test('RETENTION-13 of an act that was shown before its turn a backup brings no part back but the kept one', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  await ask(a)
  const fields = { title: 'with a name', name: 'An Invented Person' }
  await record(a.node, a.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer('aaa'),
    procedure: ERRAND,
    act: 'ask',
    fields,
    handling: 'H1',
  })
  a.relation(RELATION).line.batch = 1
  await sayOnce(a, channelTo(b, RELATION))
  const shown = async () =>
    (await look(b.node, b.relation(RELATION), announcedIn)).map(({ view }) => view.fields)
  assert.deepEqual(await shown(), [fields])
  await bringBack(b)
  assert.deepEqual(await shown(), [{ title: 'with a name' }])
})
