import assert from 'node:assert/strict'
import { test } from 'node:test'
import { charge, newShare, restOf } from './share.ts'

test('SYNC-17 nobody waits for what its length is worth, however much of it there is', () => {
  const share = newShare()
  for (let at = 0; at < 1000; at++) charge(share, 1500, at * 1000, at * 1000 + 200)
  for (let at = 0; at < 1000; at++) charge(share, 16 * 2 ** 20, at * 1000, at * 1000 + 30_000)
  assert.equal(restOf(share, 1_000_000), 0)
})

test('SYNC-17 who sends little that costs much has little more than half of the time, and never waits for a minute', () => {
  const share = newShare()
  let [now, worked] = [0, 0]
  for (let sent = 0; sent < 100; sent++) {
    const rest = restOf(share, now)
    assert.ok(rest < 60_000)
    now += rest + 6000
    worked += 6000
    charge(share, 440, now - 6000, now)
  }
  assert.ok(worked / now < 0.6, `${worked} of ${now} ms`)
  charge(share, 440, now - 10_000_000, now)
  assert.ok(restOf(share, now) > 0)
  assert.equal(restOf(share, now + 59_000), 0)
})
