import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statesAhead } from './reach.ts'

const acts = {
  begin: { opens: true, from: [], to: 'a' },
  on: { from: ['a'], to: 'b' },
  back: { from: ['b'], to: 'a' },
  end: { from: ['b'], to: 'c' },
  say: { from: ['c'] },
}

test('what can still be reached are the states that acts lead to, one after another', () => {
  const ahead = (state: string) => [...statesAhead({ acts } as never, state)].toSorted()
  assert.deepEqual(ahead('a'), ['a', 'b', 'c'])
  assert.deepEqual(ahead('b'), ['a', 'b', 'c'])
  assert.deepEqual(ahead('c'), ['c'])
})
