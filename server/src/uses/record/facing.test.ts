import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DossierState, Level } from '@counterpart/casework'
import { directoryOf } from '../../directory.ts'
import { OFFICES } from '../_offices.ts'
import { facedAt } from './facing.ts'

const between = (offices: DossierState['offices'], level: Level, ours = 'bbb', directory = OFFICES) => {
  const state = { offices } as DossierState
  return facedAt(directory, state, ours, ours === 'bbb' ? 'aaa' : 'bbb', level)
}

test('the office above is the one an office answers to, and the other the one above theirs', () => {
  assert.deepEqual(between({ aaa: 'aaa-gate', bbb: 'bbb-gate' }, 'province'), {
    ours: 'bbb-west',
    theirs: 'aaa-east',
  })
  assert.deepEqual(between({ aaa: 'aaa-gate', bbb: 'bbb-gate' }, 'ministry'), {
    ours: 'bbb-top',
    theirs: 'aaa-top',
  })
})

test('where ours faces several, the one above theirs is taken', () => {
  assert.deepEqual(between({ aaa: 'aaa-post', bbb: 'bbb-east' }, 'province'), {
    ours: 'bbb-east',
    theirs: 'aaa-west',
  })
  assert.deepEqual(between({ aaa: 'aaa-gate', bbb: 'bbb-east' }, 'province'), {
    ours: 'bbb-east',
    theirs: 'aaa-east',
  })
  assert.deepEqual(between({ aaa: 'aaa-top', bbb: 'bbb-guard' }, 'ministry', 'aaa'), {
    ours: 'aaa-top',
    theirs: 'bbb-guard',
  })
})

test('where the one above theirs does not face ours, one that does is taken', () => {
  assert.deepEqual(between({ aaa: 'aaa-post', bbb: 'bbb-gate' }, 'province'), {
    ours: 'bbb-west',
    theirs: 'aaa-east',
  })
})

test('where ours faces nobody at the level, the one above theirs is taken all the same', () => {
  assert.deepEqual(between({ aaa: 'aaa-post', bbb: 'bbb-post' }, 'province'), {
    ours: 'bbb-south',
    theirs: 'aaa-west',
  })
})

test('an office that nobody here knows stands for its whole side, and a side without offices for nothing', () => {
  assert.deepEqual(between({ aaa: 'aaa-moved', bbb: 'bbb-post' }, 'province'), {
    ours: 'bbb-south',
    theirs: 'aaa-east',
  })
  assert.deepEqual(between({ bbb: 'bbb-post' }, 'ministry'), { ours: 'bbb-top', theirs: 'aaa-top' })
  assert.deepEqual(between({ aaa: 'aaa-gate' }, 'province', 'bbb', directoryOf([])), {
    ours: null,
    theirs: null,
  })
})

test('an office of the wrong side that somebody wrote down takes nothing over', () => {
  assert.deepEqual(between({ aaa: 'bbb-gate', bbb: 'bbb-post' }, 'province'), {
    ours: 'bbb-south',
    theirs: 'aaa-east',
  })
})

test('an office that is as high already keeps the dossier', () => {
  for (const theirs of ['aaa-top', 'aaa-west'])
    assert.deepEqual(between({ aaa: theirs, bbb: 'bbb-gate' }, 'province'), { ours: 'bbb-west', theirs })
  assert.deepEqual(between({ aaa: 'aaa-gate', bbb: 'bbb-guard' }, 'province'), {
    ours: 'bbb-guard',
    theirs: 'aaa-east',
  })
})
