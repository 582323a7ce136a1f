import assert from 'node:assert/strict'
import { test } from 'node:test'
import { directoryOf, type Office } from '../directory.ts'
import { deskOf } from './desk-of.ts'

const name = { en: 'invented', vi: 'hư cấu', 'zh-Hans': '虚构' }
const office = (code: string, side: string, level: Office['level'], faces: string[] = []) => ({
  code,
  side,
  level,
  name,
  faces,
})
const directory = directoryOf([
  office('a-ministry', 'aaa', 'ministry', ['b-ministry']),
  office('a-gate', 'aaa', 'gate', ['b-gate']),
  office('a-lone', 'aaa', 'gate'),
  office('b-ministry', 'bbb', 'ministry', ['a-ministry']),
  office('b-gate', 'bbb', 'gate', ['a-gate']),
  office('b-other', 'bbb', 'gate'),
])

function isOn(own: string, offices: string[]): boolean {
  const at = directory.office(own)
  assert.ok(at)
  const desk = deskOf(directory, at)
  return offices.some((code) => desk.offices.includes(code)) && desk.holds(offices)
}

test('what names no office of ours is on the desk of the office that faces its author', () => {
  assert.equal(isOn('b-ministry', ['a-ministry']), true)
  assert.equal(isOn('b-gate', ['a-ministry']), false)
  assert.equal(isOn('b-gate', ['a-gate']), true)
  assert.equal(isOn('b-ministry', ['a-gate']), false)
})

test('what comes from an office that faces nobody is on the desk of the ministry', () => {
  assert.equal(isOn('b-ministry', ['a-lone']), true)
  assert.equal(isOn('b-gate', ['a-lone']), false)
})

test('what names an office of ours is on its desk and on no other', () => {
  assert.equal(isOn('b-other', ['a-gate', 'b-other']), true)
  assert.equal(isOn('b-gate', ['a-gate', 'b-other']), false)
  assert.equal(isOn('b-ministry', ['a-lone', 'b-other']), false)
})
