/** What is long to judge keeps nobody else waiting: the other side writes it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { act, agree, ask, RELATION, talk } from '../_talk.ts'
import { newSide } from '../_world.ts'
import { foldAll } from './fold-all.ts'

const NOTES = 30

/** How often others had their turn meanwhile. */
async function turnsIn(work: Promise<unknown>): Promise<number> {
  let turns = 0
  let next = setImmediate(function turn() {
    turns++
    next = setImmediate(turn)
  })
  await work.finally(() => clearImmediate(next))
  return turns
}

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
