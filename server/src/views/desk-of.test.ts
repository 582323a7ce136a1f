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
  office('aaa-ministry', 'aaa', 'ministry', ['bbb-ministry']),
  office('aaa-gate', 'aaa', 'gate', ['bbb-gate']),
  office('aaa-lone', 'aaa', 'gate'),
  office('bbb-ministry', 'bbb', 'ministry', ['aaa-ministry']),
  office('bbb-gate', 'bbb', 'gate', ['aaa-gate']),
  office('bbb-other', 'bbb', 'gate'),
])

function isOn(own: string, offices: string[]): boolean {
  const at = directory.office(own)
  assert.ok(at)
  const desk = deskOf(directory, at)
  return offices.some((code) => desk.offices.includes(code)) && desk.holds(offices)
}

test('what names no office of ours is on the desk of the office that faces its author', () => {
  assert.equal(isOn('bbb-ministry', ['aaa-ministry']), true)
  assert.equal(isOn('bbb-gate', ['aaa-ministry']), false)
  assert.equal(isOn('bbb-gate', ['aaa-gate']), true)
  assert.equal(isOn('bbb-ministry', ['aaa-gate']), false)
})

test('what comes from an office that faces nobody is on the desk of the ministry', () => {
  assert.equal(isOn('bbb-ministry', ['aaa-lone']), true)
  assert.equal(isOn('bbb-gate', ['aaa-lone']), false)
})

test('what names an office of ours is on its desk and on no other', () => {
  assert.equal(isOn('bbb-other', ['aaa-gate', 'bbb-other']), true)
  assert.equal(isOn('bbb-gate', ['aaa-gate', 'bbb-other']), false)
  assert.equal(isOn('bbb-ministry', ['aaa-lone', 'bbb-other']), false)
})
