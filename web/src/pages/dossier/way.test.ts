import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Way, Word } from '../../api/types.ts'
import { stopsOf } from './way.ts'

function way(own: boolean, ...words: Word[]): Pick<Way, 'own' | 'stages'> {
  return { own, stages: words.map((word) => ({ word, at: 1, clock: 'aaa', entry: null, office: null })) }
}

function drawn(of: Pick<Way, 'own' | 'stages'>): string {
  return stopsOf(of)
    .map(({ word, stage }) => (stage ? word : `(${word})`))
    .join(' ')
}

test('what is behind an act is drawn before what is still to come', () => {
  assert.equal(
    drawn(way(true, 'recorded', 'on-its-way')),
    'recorded on-its-way (delivered) (effective) (opened)',
  )
  assert.equal(
    drawn(way(true, 'recorded', 'delivered', 'effective')),
    'recorded delivered effective (opened)',
  )
  assert.equal(
    drawn(way(true, 'approved', 'recorded', 'delivered', 'effective', 'opened')),
    'approved recorded delivered effective opened',
  )
})

test('an act without effect is not promised any, and of theirs nothing is promised that we would do', () => {
  assert.equal(
    drawn(way(true, 'recorded', 'delivered', 'overtaken')),
    'recorded delivered overtaken (opened)',
  )
  assert.equal(drawn(way(true, 'recorded', 'delivered', 'void')), 'recorded delivered void (opened)')
  assert.equal(drawn(way(false, 'recorded', 'delivered', 'effective')), 'recorded delivered effective')
})
