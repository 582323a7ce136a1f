import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureOf } from './failure.ts'

test('errors of the driver keep their own words to themselves', () => {
  const error = Object.assign(new Error('Key (name)=(Lý Tiểu Mai) already exists.'), {
    severity: 'ERROR',
    code: '23505',
    detail: 'Key (name)=(Lý Tiểu Mai) already exists.',
    table: 'officer',
    constraint: 'officer_pkey',
  })
  const failure = failureOf(error)
  assert.equal(failure.code, 'internal')
  assert.equal(failure.message, 'the database refused a statement (23505 officer officer_pkey)')
  assert.equal(failure.cause, undefined)
})

test('errors of the driver have codes of their own where an operator can do something', () => {
  for (const [code, expected] of [
    ['53100', 'disk-full'],
    ['53300', 'database-busy'],
    ['42501', 'database-denied'],
    ['25006', 'database-denied'],
    ['XX001', 'database-damaged'],
    ['57P01', 'database-unreachable'],
    ['08006', 'database-unreachable'],
  ] as const) {
    assert.equal(failureOf(Object.assign(new Error('x'), { severity: 'ERROR', code })).code, expected)
  }
  const told = (severity: string, code: string, text: string) =>
    failureOf(Object.assign(new Error(text), { severity, code }))
  // What a server says of a full disk after it crashed of it, and of a quota.
  assert.equal(told('FATAL', 'XX000', 'could not write init file').code, 'disk-full')
  const quota = 'could not extend file "base/5/16384": Disk quota exceeded'
  for (const code of ['XX000', '58030']) assert.equal(told('ERROR', code, quota).code, 'disk-full')
  assert.equal(told('ERROR', '58030', 'could not read block 4: Input/output error').code, 'database-damaged')
  // A statement's text may quote a row, the text that ends a connection does not: only that is passed on.
  const ended = told('FATAL', 'XX000', 'could not open the lock\nDETAIL')
  assert.equal(ended.code, 'database-unreachable')
  assert.equal(ended.message, 'the database ends the connection (XX000): could not open the lock')
  const mistake = told('ERROR', 'XX000', 'Nguyễn Văn A (hư cấu)')
  assert.equal(mistake.code, 'internal')
  assert.ok(!mistake.message.includes('hư cấu'))
  assert.equal(told('ERROR', '22P02', 'invalid: "No space left on device"').code, 'internal')
  for (const code of ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT']) {
    assert.equal(failureOf(Object.assign(new Error('x'), { code })).code, 'database-unreachable')
  }
})
