/** What is long to judge keeps nobody else waiting: the other side writes it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { act, agree, ask, RELATION, talk } from '../_talk.ts'
import { turnsIn } from '../_turns-in.ts'
import { newSide } from '../_world.ts'
import { foldAll } from './fold-all.ts'

const NOTES = 30

test('SYNC-17 others have their turn between the acts of one dossier, where each takes long', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a)
  for (let times = 0; times < NOTES; times++)
    await act(a, dossier, 'note', {
      fields: { message: { en: { text: `note ${times}`, standing: 'authoritative' } } },
    })
  await talk(a, b)
  const turns = () => turnsIn(foldAll(b.node, b.relation(RELATION)))
  assert.ok((await turns()) < NOTES)
  b.node.monotonic = () => b.time.ran++
  // Each is read and judged.
  assert.ok((await turns()) > 2 * NOTES)
})
