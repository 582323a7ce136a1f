import assert from 'node:assert/strict'
import { test } from 'node:test'
import { treeOf } from './tree.ts'

function item(id: string, ...parents: string[]) {
  return { id, parents, order: id }
}

function laid(items: ReturnType<typeof item>[]): string {
  return treeOf(items)
    .map(({ item: { id }, depth }) => `${'-'.repeat(depth)}${id}`)
    .join(' ')
}

test('each stands under its parent, siblings in their order', () => {
  assert.equal(laid([item('c', 'a'), item('b', 'a'), item('a'), item('d', 'c')]), 'a -b -c --d')
})

test('one with several parents stands under the first that is listed, and once', () => {
  assert.equal(laid([item('a'), item('b'), item('c', 'x', 'b', 'a')]), 'a b -c')
  assert.deepEqual(treeOf([item('a'), item('b'), item('c', 'b', 'a')])[2]?.alsoUnder, ['a'])
})

test('a circle of parents loses nobody', () => {
  assert.equal(laid([item('a', 'b'), item('b', 'a'), item('c', 'c')]), 'c a -b')
})
