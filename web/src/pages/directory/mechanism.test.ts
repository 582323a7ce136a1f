import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contactPointsOf, facingsOf, levelName, levelsOf, officesOf } from './mechanism.ts'

const slots = {
  levels: [
    { party: 'xxa', level: 'gate', name: { en: { text: 'post', standing: 'authoritative' } } },
    { party: 'xxb', level: 'gate', name: 'station' },
  ],
  offices: [
    { code: 'a', party: 'xxa', level: 'ministry', name: 'A' },
    { code: 'b', party: 'xxb', level: 'gate', name: 'B', parent: 'a', collective: true },
    { code: 7, party: 'xxb', level: 'gate', name: 'no office' },
  ],
  facing: [{ one: 'a', other: 'b', area: ['drugs'] }, { one: 'a', other: 'b' }, { one: 'a' }],
  'contact-points': [
    { office: 'a', post: 'old', from: { date: '2019' }, until: { date: '2022' } },
    { office: 'a', post: 'deputy', from: { date: '2023' }, substitute: true },
    { office: 'a', post: 'new', from: { date: '2023-01-01' }, until: { date: '2023-06' } },
    { office: 'a', post: 'coming', from: { date: '2024' } },
  ],
}

test('levels stand from the highest down, those alone that the mechanism has', () => {
  assert.deepEqual(levelsOf(slots, ['gate', 'province', 'ministry']), ['ministry', 'gate'])
  assert.equal(levelName(slots, 'xxb', 'gate'), 'station')
  assert.equal(levelName(slots, 'xxb', 'ministry'), null)
})

test('what is no office and no pair is left out', () => {
  assert.deepEqual(
    officesOf(slots).map(({ code, parent, collective }) => [code, parent, collective]),
    [
      ['a', null, false],
      ['b', 'a', true],
    ],
  )
  assert.deepEqual(
    facingsOf(slots).map(({ areas }) => areas),
    [['drugs'], []],
  )
})

test('a contact point is valid from its first day to its last, and those that are come first', () => {
  assert.deepEqual(
    contactPointsOf(slots, '2023-06-30').map(({ row, valid }) => [row.post, valid]),
    [
      ['new', true],
      ['deputy', true],
      ['old', false],
      ['coming', false],
    ],
  )
  assert.deepEqual(
    contactPointsOf(slots, '2023-07-01')
      .filter(({ valid }) => valid)
      .map(({ row }) => row.post),
    ['deputy'],
  )
})
