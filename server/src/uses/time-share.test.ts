import assert from 'node:assert/strict'
import { test } from 'node:test'
import { begin, charge, newShare, restOf, type Share } from './time-share.ts'

/** Worked on alone. */
function work(share: Share, bytes: number, begun: number, now: number, entries = 0): void {
  charge(share, bytes, Object.assign(begin(begun), { entries }), now)
}

test('SYNC-17 nobody waits for what it brings, however much of it there is', () => {
  const share = newShare()
  let now = 0
  const each = (bytes: number, took: number, entries: number) => {
    for (let sent = 0; sent < 1000; sent++) {
      work(share, bytes, now, now + took, entries)
      now += took
      assert.equal(restOf(share, now), 0)
    }
  }
  // On a slow machine: single acts; as many as a message may have, at 8 ms each; one whose bodies are long, at 0.8 ms for a KiB.
  each(1500, 400, 1)
  each(4096 * 437, 4096 * 8, 4096)
  each(16 * 2 ** 20, 16 * 1024 * 0.8, 16)
})

test('SYNC-17 ANSWER-4 what was refused is worth no more than to be read, and is owed', () => {
  const [taken, refused, read] = [newShare(), newShare(), newShare()]
  for (let now = 0; now < 300_000; now += 10_000) {
    work(taken, 15 * 2 ** 20, now, now + 9000, 300)
    work(refused, 15 * 2 ** 20, now, now + 9000)
    work(read, 15 * 2 ** 20, now, now + 1500)
  }
  assert.equal(restOf(taken, 300_000), 0)
  assert.equal(restOf(read, 300_000), 0)
  assert.ok(restOf(refused, 299_000) > 0)
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

test('SYNC-17 who floods with small messages that are refused comes to wait, and who only asks does not', () => {
  const [refused, asks] = [newShare(), newShare()]
  for (let now = 0; now < 120_000; now += 400) {
    charge(asks, 30 * 1024, begin(now), now + 400)
    charge(refused, 30 * 1024, Object.assign(begin(now), { refused: true }), now + 400)
  }
  assert.equal(restOf(asks, 120_000), 0)
  assert.ok(restOf(refused, 120_000) > 0)
})
