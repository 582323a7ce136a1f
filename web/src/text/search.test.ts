import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fit } from './search.ts'

const NAME = 'Yêu cầu cung cấp thông tin'

test('a text is found by a part of it, with its diacritics or without', () => {
  for (const typed of ['Yêu cầu cung', 'yêu cầu', ' thông tin ', ''])
    for (const form of ['NFC', 'NFD'] as const) assert.equal(fit(typed.normalize(form), NAME), 2, typed)
  for (const typed of ['yeu cau cung', 'YEU CAU', 'yêu cau']) assert.equal(fit(typed, NAME), 1, typed)
  for (const typed of ['yeu cung', 'x', '请求']) assert.equal(fit(typed, NAME), 0, typed)
})

test('a letter with a stroke is found by the one without', () => {
  assert.equal(fit('dong hung', 'Đông Hưng'), 1)
  assert.equal(fit('Đông', 'Dong'), 1)
})

test('what an input method types in full width is found, and what has no diacritics is found as it is', () => {
  assert.equal(fit('ＡＢ１', 'ab1'), 2)
  assert.equal(fit('信息', '请求提供信息'), 2)
})
