import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutVersion, withStanding, withText } from './text-versions.ts'

test('the first version written is the authoritative one, the next are translations', () => {
  const one = withText({}, 'vi', 'Xin chào')
  const two = withText(one, 'zh-Hans', '你好')
  assert.equal(two.vi?.standing, 'authoritative')
  assert.equal(two['zh-Hans']?.standing, 'translation')
})

test('two versions may be authoritative together', () => {
  const text = withStanding(withText(withText({}, 'vi', 'a'), 'zh-Hans', 'b'), 'zh-Hans', 'authoritative')
  assert.equal(text.vi?.standing, 'authoritative')
  assert.equal(text['zh-Hans']?.standing, 'authoritative')
})

test('taking away the authoritative version leaves another one authoritative', () => {
  const text = withoutVersion(withText(withText({}, 'vi', 'a'), 'zh-Hans', 'b'), 'vi')
  assert.deepEqual(text, { 'zh-Hans': { text: 'b', standing: 'authoritative' } })
  assert.deepEqual(withoutVersion(text, 'zh-Hans'), {})
})
