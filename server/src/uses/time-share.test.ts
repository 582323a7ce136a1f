import assert from 'node:assert/strict'
import { test } from 'node:test'
import { begin, charge, newShare, restOf, type Share } from './time-share.ts'

/** Worked on alone. */
function work(share: Share, bytes: number, begun: number, now: number): void {
  charge(share, bytes, begin(begun), now)
}

test('SYNC-17 nobody waits for what its length is worth, however much of it there is', () => {
  const share = newShare()
  for (let at = 0; at < 1000; at++) work(share, 1500, at * 1000, at * 1000 + 200)
  for (let at = 0; at < 1000; at++) work(share, 16 * 2 ** 20, at * 1000, at * 1000 + 30_000)
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
    work(share, 440, now - 6000, now)
  }
  assert.ok(worked / now < 0.6, `${worked} of ${now} ms`)
  work(share, 440, now - 10_000_000, now)
  assert.ok(restOf(share, now) > 0)
  assert.equal(restOf(share, now + 59_000), 0)
})

test('SYNC-17 who is only waiting beside another never comes to wait', () => {
  const [busy, honest] = [newShare(), newShare()]
  for (let now = 0; now < 600_000; now += 5000) {
    const [heavy, light] = [begin(now), begin(now)]
    charge(busy, 440, heavy, now + 5000)
    charge(honest, 1500, light, now + 5000)
    assert.equal(restOf(honest, now + 5000), 0)
  }
  const alone = begin(600_000)
  charge(busy, 440, alone, 700_000)
  assert.ok(restOf(busy, 700_000) > 0)
})
