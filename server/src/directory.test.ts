import assert from 'node:assert/strict'
import { test } from 'node:test'
import { directoryOf, readDirectory, standing } from './directory.ts'

const name = { en: 'Office (invented)', vi: 'Cơ quan (hư cấu)', 'zh-Hans': '机关（虚构）' }
const office = (code: string, level: string, more: object = {}) => ({
  code,
  side: code.split('-')[0],
  level,
  name,
  faces: [],
  ...more,
})

const offices = [
  office('vnm-top', 'ministry'),
  office('vnm-p1', 'province'),
  office('vnm-p2', 'province', { under: 'vnm-top' }),
  office('vnm-g1', 'gate', { under: 'vnm-p1', faces: ['chn-g'] }),
  office('vnm-g2', 'gate'),
  office('chn-g', 'gate', { faces: ['vnm-g1'] }),
]

test('finds offices, and those below by level and by whom they answer to', () => {
  const directory = directoryOf(offices)
  assert.equal(directory.office('vnm-g1')?.level, 'gate')
  assert.equal(directory.office('vnm-nowhere'), null)
  assert.equal(directory.office('__proto__'), null)
  assert.deepEqual(directory.below('vnm-top'), ['vnm-p1', 'vnm-p2', 'vnm-g1', 'vnm-g2'])
  assert.deepEqual(directory.below('vnm-p1'), ['vnm-g1', 'vnm-g2'])
  assert.deepEqual(directory.below('vnm-p2'), ['vnm-g2'])
  assert.deepEqual(directory.below('vnm-g1'), [])
  assert.deepEqual(directory.below('vnm-nowhere'), [])
})

test('tells own, lower and other offices apart', () => {
  const directory = directoryOf(offices)
  assert.equal(standing(directory, 'vnm-p1', 'vnm-p1'), 'own')
  assert.equal(standing(directory, 'vnm-p1', 'vnm-g1'), 'below')
  assert.equal(standing(directory, 'vnm-p2', 'vnm-g1'), 'other')
  assert.equal(standing(directory, 'vnm-top', 'chn-g'), 'other')
  assert.equal(standing(directory, 'vnm-g1', 'vnm-p1'), 'other')
})

const wrong: [string, unknown][] = [
  ['no list', {}],
  ['an office of no form', [{}]],
  ['an unknown key', [office('vnm-a', 'gate', { secret: 1 })]],
  ['a level nobody knows', [office('vnm-a', 'country')]],
  ['a name in two languages', [office('vnm-a', 'gate', { name: { en: 'a', vi: 'b' } })]],
  ['a code of the other side', [office('vnm-a', 'gate', { side: 'chn' })]],
  ['a code of no side', [office('vnm-', 'gate'), office('vnm', 'gate')]],
  ['a code that no entry can have', [office(`vnm-${'a'.repeat(40)}`, 'gate')]],
  ['a code twice', [office('vnm-a', 'gate'), office('vnm-a', 'province')]],
  ['facing nobody known', [office('vnm-a', 'gate', { faces: ['chn-x'] })]],
  ['facing its own side', [office('vnm-a', 'gate', { faces: ['vnm-b'] }), office('vnm-b', 'gate')]],
  ['under nobody known', [office('vnm-a', 'gate', { under: 'vnm-x' })]],
  ['under the other side', [office('vnm-a', 'gate', { under: 'chn-p' }), office('chn-p', 'province')]],
  ['under its own level', [office('vnm-a', 'gate', { under: 'vnm-b' }), office('vnm-b', 'gate')]],
  ['under itself', [office('vnm-a', 'gate', { under: 'vnm-a' })]],
]
for (const [what, data] of wrong)
  test(`refuses a directory with ${what}`, () => {
    assert.throws(() => directoryOf(data), { name: 'NodeError', code: 'bad-config' })
  })

test('says where a directory is wrong', () => {
  const wrongAt = (at: RegExp, data: unknown) => assert.throws(() => directoryOf(data), { message: at })
  wrongAt(/\/1\/note is not known here$/, [offices[0], office('vnm-a', 'gate', { note: 'x' })])
  wrongAt(/\/0\/faces is missing$/, [{ code: 'vnm-a', side: 'vnm', level: 'gate', name }])
  wrongAt(/\/0\/level must be /, [office('vnm-a', 'country')])
})

test('refuses a file that is not there', () => {
  assert.throws(() => readDirectory('/nowhere/offices.json'), { code: 'bad-config' })
})
