import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Box, facedBy, linesOf, sortFacing } from './facing-lines.ts'
import type { Office } from './mechanism.ts'

function office(code: string): Office {
  return { code, party: 'xxa', level: 'gate', name: code, parent: null, collective: false, row: {} }
}

function pair(one: string, other: string) {
  return { one, other, areas: [] }
}

const isLeft = (code: string) => code.startsWith('a')
const box = (left: number, top: number): Box => ({ left, right: left + 100, top, bottom: top + 30 })
const boxes = new Map([
  ['a1', box(0, 0)],
  ['a2', box(0, 40)],
  ['b1', box(200, 0)],
  ['b2', box(200, 40)],
])

test('a line goes from the edge of one office to the edge of the one it faces, whoever is named first', () => {
  const there = linesOf([pair('a1', 'b1')], boxes, isLeft)
  assert.deepEqual(there, [{ key: 'a1 b1', one: 'a1', other: 'b1', path: 'M100 15C150 15 150 15 200 15' }])
  assert.deepEqual(linesOf([pair('b1', 'a1')], boxes, isLeft), there)
})

test('many lines of one office leave it side by side and do not cross there', () => {
  const paths = linesOf([pair('a1', 'b2'), pair('a1', 'b1')], boxes, isLeft).map(({ path }) => path)
  assert.deepEqual(paths, ['M100 20C150 20 150 55 200 55', 'M100 10C150 10 150 15 200 15'])
})

test('offices of one side, or that are not there, have no line', () => {
  assert.deepEqual(linesOf([pair('a1', 'a2'), pair('a1', 'gone')], boxes, isLeft), [])
})

test('offices are moved beside those they face', () => {
  const others = ['b1', 'b2', 'b3'].map(office)
  const facings = [pair('a1', 'b3'), pair('a2', 'b1'), pair('b2', 'a3'), pair('a3', 'b3')]
  assert.deepEqual(
    sortFacing(['a1', 'a2', 'a3'].map(office), others, facings).map(({ code }) => code),
    ['a2', 'a3', 'a1'],
  )
  assert.deepEqual(facedBy('a3', facings), ['b2', 'b3'])
})
