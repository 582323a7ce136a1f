import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chosenRelation } from './chosen-relation.ts'

test('a relation is named where there are several, and one that is not held is answered with those that are', () => {
  const held = ['aaa~bbb/one', 'aaa~ccc/one']
  assert.equal(chosenRelation('aaa~ccc/one', held), 'aaa~ccc/one')
  assert.equal(chosenRelation(undefined, held.slice(0, 1)), 'aaa~bbb/one')
  for (const [wanted, among, line] of [
    [undefined, held, /^Error: bad-option: --relation is one of aaa~bbb\/one, aaa~ccc\/one$/],
    ['zz', held, /^Error: unknown-relation: this node holds aaa~bbb\/one, aaa~ccc\/one$/],
    ['', held, /^Error: unknown-relation: /],
    [undefined, [], /^Error: unknown-relation: this node holds none$/],
  ] as const)
    assert.throws(() => chosenRelation(wanted, among), line)
})
