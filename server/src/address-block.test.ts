import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blockOf } from './address-block.ts'

test('SYNC-14 an address of version 6 counts by its network', () => {
  assert.equal(blockOf('::ffff:192.0.2.1'), '192.0.2.1')
  assert.equal(blockOf('192.0.2.1'), '192.0.2.1')
  assert.equal(blockOf('2001:db8::1'), blockOf('2001:db8::ffff:2'))
  assert.equal(blockOf('2001:0db8:0:0:1::'), '2001:db8:0:0')
  assert.notEqual(blockOf('2001:db8:0:1::1'), blockOf('2001:db8::1'))
  assert.equal(blockOf('fe80::1%eth0'), 'fe80:0:0:0')
})
