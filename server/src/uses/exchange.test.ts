import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsOf } from '../views/words.ts'
import { act, agree, ask, dossierOf, headsOf, RELATION, talk } from './_talk.ts'
import { newSide } from './_world.ts'

test('an act on one side stands on the other, settled and receipted', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const asked = await ask(a)
  assert.equal((await dossierOf(a, asked.dossier))?.at.keeper, 0)
  await talk(a, b)
  const [ours, theirs] = [await dossierOf(a, asked.dossier), await dossierOf(b, asked.dossier)]
  assert.equal(ours?.settled.state, 'asked')
  assert.deepEqual(ours?.settled, theirs?.settled)
  await act(b, asked.dossier, 'answer', { on: asked.leaf, fields: { outcome: 'yes' } })
  await talk(a, b)
  assert.equal((await dossierOf(a, asked.dossier))?.settled.state, 'answered')
  const cosigned = await a.store.read(RELATION, (reader) => reader.lastCheckpoint('aaa', true))
  assert.equal(cosigned?.size, (await headsOf(a)).ours.size)
})

test('ANSWER-8 ORDER-6 with its receipt alone an act of the guest is delivered, and still on its way', () => {
  const row = { side: 'aaa', index: 5 }
  const ahead = { verdict: 'effective', settler: null } as const
  const seen = { cosigned: 6, ours: 'aaa', keeper: 'bbb' }
  assert.deepEqual(wordsOf(row, ahead, false, seen), {
    words: ['recorded', 'on-its-way', 'delivered'],
    word: 'on-its-way',
  })
  // What the keeper's log settles before the receipt comes is said without it.
  assert.deepEqual(
    wordsOf(row, { verdict: 'effective', settler: 9 }, false, { ...seen, cosigned: 5 }).words,
    ['recorded', 'effective'],
  )
})
