import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typedOf, writtenOf } from './typed-date.ts'

test('a date of a review stands in its box in the order of the language', () => {
  assert.deepEqual(
    (['en', 'vi', 'zh-Hans'] as const).map((language) => typedOf(language, '2026-11-29')),
    ['29/11/2026', '29/11/2026', '2026/11/29'],
  )
  assert.deepEqual([typedOf('vi', '2023-06'), typedOf('zh-Hans', '2023-06')], ['06/2023', '2023/06'])
  assert.equal(typedOf('en', '2023'), '2023')
  assert.equal(typedOf('en', 'soon'), 'soon')
})

test('what stands in the box is read as what it was, and so is what begins with a year', () => {
  for (const language of ['en', 'vi', 'zh-Hans'] as const)
    for (const written of ['2026-11-29', '2023-06', '2023'])
      for (const typed of [typedOf(language, written), written])
        assert.equal(writtenOf(language, typed), written)
  assert.equal(writtenOf('vi', ' 5.6.2023 '), '2023-06-05')
  assert.equal(writtenOf('zh-Hans', '２０２３年６月５日'), '2023-06-05')
})

test('what is no date stays as it was typed', () => {
  for (const typed of ['', 'soon', '5/6/23', '1/2/3/2023', '25th 6 2023', '6'])
    assert.equal(writtenOf('en', typed), typed)
  assert.equal(writtenOf('en', '31/13/2023'), '2023-13-31')
})
