import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Choice, combinationsOf, inThrees } from './combinations.ts'

const bits = (count: number): Choice[] =>
  Array.from({ length: count }, (_, at) => [`f${at}`, [0, 1, undefined]])

test('few fields are tried in every combination, a field without a choice in its one', () => {
  assert.equal(combinationsOf(bits(3)).length, 27)
  assert.deepEqual(combinationsOf([['only', ['x']]]), [{ only: 'x' }])
  assert.deepEqual(combinationsOf([]), [{}])
})

test('so many fields that nobody could list them are tried one beside the first and the last of the others', () => {
  const many = combinationsOf(bits(12))
  assert.ok(many.length < 100)
  for (let at = 0; at < 12; at++)
    assert.deepEqual(new Set(many.map((one) => one[`f${at}`])), new Set([0, 1, undefined]))
})

test('any three values of three fields that can come together do', () => {
  const all = combinationsOf(bits(6)).map((one) => ({ one }))
  const some = inThrees(all)
  assert.ok(some.length < all.length / 2, String(some.length))
  for (const a of [0, 1, undefined])
    for (const b of [0, 1, undefined])
      for (const c of [0, 1, undefined])
        assert.ok(
          some.some(({ one }) => one.f0 === a && one.f2 === b && one.f5 === c),
          `${a} ${b} ${c}`,
        )
  const bound = all.filter(({ one }) => one.f0 === one.f1)
  assert.ok(
    inThrees(bound).every(({ one }) => one.f0 === one.f1),
    'and none that cannot',
  )
})
