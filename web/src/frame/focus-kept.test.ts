import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextFocus, type Place } from './focus-kept.ts'

const heading = (tagName: string) => ({ isConnected: true, tagName, querySelectorAll: () => [] })
const place = (tagName: string, headings: Place[] = [], isConnected = true) => ({
  isConnected,
  tagName,
  querySelectorAll: () => headings,
})
const [one, two, title] = [heading('H3'), heading('H3'), heading('H1')]
const main = place('MAIN', [title, one, two])

test('what is gone leaves the focus to the nearest heading that is still there', () => {
  const card = place('ARTICLE', [two])
  assert.equal(nextFocus([place('DIV'), card, main]), two)
  assert.equal(nextFocus([place('DIV', [two], false), place('SECTION', [], false), main]), title)
})

test('in the order of time one goes on at the end', () => {
  assert.equal(nextFocus([place('LI', [], false), place('OL', [one, two]), main]), two)
  assert.equal(nextFocus([place('LI', [], false), place('UL', [one, two]), main]), one)
})

test('a page without a heading holds the focus itself, and one that is gone holds nothing', () => {
  const bare = place('MAIN')
  assert.equal(nextFocus([place('DIV', [], false), bare]), bare)
  assert.equal(nextFocus([place('MAIN', [title], false)]), null)
})
