import assert from 'node:assert/strict'
import { test } from 'node:test'
import { charge, newShare, restOf } from './share.ts'

test('SYNC-17 nobody waits for what its length is worth, however much of it there is', () => {
  const share = newShare()
  for (let at = 0; at < 1000; at++) charge(share, 0.2, 1500, at)
  for (let at = 0; at < 1000; at++) charge(share, 30, 16 * 2 ** 20, at)
  assert.equal(restOf(share, 1000), 0)
})

test('SYNC-17 who sends little that costs much has little more than half of the time, and never waits for a minute', () => {
  const share = newShare()
  let [now, worked] = [0, 0]
  for (let sent = 0; sent < 100; sent++) {
    const rest = restOf(share, now)
    assert.ok(rest < 60)
    now += rest + 6
    worked += 6
    charge(share, 6, 440, now)
  }
  assert.ok(worked / now < 0.6, `${worked} of ${now} s`)
  charge(share, 10_000, 440, now)
  assert.ok(restOf(share, now) > 0)
  assert.equal(restOf(share, now + 59), 0)
})
