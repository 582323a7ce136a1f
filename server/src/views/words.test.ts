import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsOf } from './words.ts'

const judged = (verdict: 'effective' | 'overtaken' | 'void', settler: number | null) => ({
  leaf: '00',
  verdict,
  code: verdict === 'effective' ? null : 'wrong-state',
  settler,
  time: settler === null ? null : 1000,
})
const mine = { side: 'aaa', index: 5 }

test('ANSWER-8 delivered is said with the receipt, effective with the settler, on its way before it', () => {
  const asGuest = (cosigned: number) => ({ cosigned, ours: 'aaa', keeper: 'bbb' })
  const early = wordsOf(mine, judged('effective', null), false, asGuest(5))
  assert.deepEqual(early.words, ['recorded', 'on-its-way'])
  for (const verdict of ['effective', 'overtaken', 'void'] as const) {
    const late = wordsOf(mine, judged(verdict, 9), false, asGuest(6))
    assert.ok(late.words.includes('delivered') && late.words.includes(verdict))
    assert.equal(late.word, verdict)
  }
})

test('ANSWER-8 no word that was shown is taken back as the receipt and the settler come', () => {
  const stages = [
    wordsOf(mine, judged('effective', null), false, { cosigned: 0, ours: 'aaa', keeper: 'bbb' }),
    wordsOf(mine, judged('effective', 7), false, { cosigned: 6, ours: 'aaa', keeper: 'bbb' }),
    wordsOf(mine, judged('effective', 7), true, { cosigned: 6, ours: 'aaa', keeper: 'bbb' }),
  ]
  for (const [at, { words }] of stages.entries())
    for (const before of stages[at - 1]?.words ?? [])
      if (before !== 'on-its-way') assert.ok(words.includes(before), before)
  assert.ok(stages[2]?.words.includes('opened'))
})

test('ANSWER-8 an act of the keeper is only recorded until the other side holds it', () => {
  const asKeeper = (cosigned: number) => ({ cosigned, ours: 'aaa', keeper: 'aaa' })
  assert.equal(wordsOf(mine, judged('effective', 5), false, asKeeper(5)).word, 'recorded')
  assert.equal(wordsOf(mine, judged('effective', 5), false, asKeeper(6)).word, 'effective')
})
