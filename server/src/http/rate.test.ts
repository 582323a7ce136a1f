import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rateOf } from './rate.ts'

/** How many of so many tries from an address are within the rate. */
function triesAt(clock: () => number) {
  const rate = rateOf(clock, 3, 60)
  return (address: string, tries = 20): number => {
    let within = 0
    for (let at = 0; at < tries; at++)
      try {
        rate.take(address)
        within += 1
      } catch (error) {
        assert.equal((error as { code: string }).code, 'too-many-requests')
      }
    return within
  }
}

test('an address has its tries, and all of its network ten times as many', () => {
  let now = 0
  const within = triesAt(() => now)
  assert.equal(within('2001:db8::1'), 3)
  const others = Array.from({ length: 20 }, (_, at) => within(`2001:db8::${at + 2}`))
  assert.equal(
    others.reduce((sum, one) => sum + one, 0),
    27,
  )
  assert.equal(within('2001:db8:0:1::1'), 3)
  now += 20
  assert.equal(within('2001:db8::1'), 1)
})

test('whoever goes on trying from one address keeps nobody else of its network out', () => {
  let now = 0
  const within = triesAt(() => now)
  for (; now < 600; now++) within('2001:db8::1', 2)
  assert.equal(within('2001:db8::2'), 3)
})
