import assert from 'node:assert/strict'
import { test } from 'node:test'
import { opensFrom } from './links.ts'

const links = {
  ask: { opens: 'request', from: ['begun'] },
  bring: { opens: 'handover', from: ['begun', 'done'] },
}
const declared = { procedure: { links } } as never
const openable = [
  { digest: 'r1', procedure: { name: 'request', version: 1 } },
  { digest: 'r2', procedure: { name: 'request', version: 2 } },
] as never

test('what can be opened from here is what the state allows and the officer may open, in its newest version', () => {
  const from = (state: string) =>
    opensFrom(declared, state, openable).map(({ link, declared }) => [link, declared.digest])
  assert.deepEqual(from('begun'), [['ask', 'r2']])
  assert.deepEqual(from('done'), [])
})

test('a procedure without links opens nothing', () => {
  assert.deepEqual(opensFrom({ procedure: {} } as never, 'begun', openable), [])
  assert.deepEqual(opensFrom(null, 'begun', openable), [])
})
