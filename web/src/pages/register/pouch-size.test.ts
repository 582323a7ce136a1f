import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wholeOf } from '../../form/whole-number.ts'
import { boundsOf, plannedOf, wrongOf } from './pouch-size.ts'

const sizes = { smallest: 20_000_000, disc: 650_000_000, largest: 4_294_967_295 }

test('a pouch is asked for from the entry that was typed, or not at all', () => {
  const from = (since: string) =>
    plannedOf({ size: 'stick', megabytes: undefined, since: wholeOf(since) }, sizes)
  assert.deepEqual(from(''), { bytes: sizes.largest, since: null })
  assert.deepEqual(from('0'), { bytes: sizes.largest, since: 0 })
  assert.deepEqual(from('12'), { bytes: sizes.largest, since: 12 })
  for (const since of ['-1', '1.5', 'all', '9999999999999999']) assert.equal(from(since), null, since)
})

test('the size of a file is the one that was typed, where it is asked', () => {
  const of = (megabytes: string) => ({ size: 'other' as const, megabytes: wholeOf(megabytes), since: 'x' })
  for (const size of ['', '19', '4295', '20.5'])
    assert.equal(wrongOf(of(size), boundsOf(sizes)), 'megabytes', size)
  assert.equal(wrongOf(of('20'), boundsOf(sizes)), 'since')
  assert.deepEqual(plannedOf({ ...of('20'), since: undefined }, sizes), { bytes: 20_000_000, since: null })
  assert.deepEqual(plannedOf({ ...of('20.5'), size: 'disc', since: undefined }, sizes), {
    bytes: sizes.disc,
    since: null,
  })
})
