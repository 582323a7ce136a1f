import assert from 'node:assert/strict'
import { test } from 'node:test'
import { opensFrom } from './links.ts'

const links = {
  ask: { opens: 'request', from: ['begun'] },
  again: { opens: 'request', from: ['begun'], by: 'other' },
  bring: { opens: 'handover', from: ['begun', 'done'] },
}
const dossier = { state: 'begun', opener: 'aaa', keeper: 'bbb' }
const declared = { procedure: { links } } as never
const openable = [
  { digest: 'r1', procedure: { name: 'request', version: 1 } },
  { digest: 'r2', procedure: { name: 'request', version: 2 } },
] as never

test('what can be opened from here is what the state allows and the officer may open, in its newest version', () => {
  const from = (state: string) =>
    opensFrom(declared, { ...dossier, state }, 'aaa', openable).map(({ link, declared }) => [
      link,
      declared.digest,
    ])
  assert.deepEqual(from('begun'), [['ask', 'r2']])
  assert.deepEqual(from('done'), [])
})

test('what counts only where one side opens it is offered to nobody else', () => {
  const to = (ours: string) => opensFrom(declared, dossier, ours, openable).map(({ link }) => link)
  assert.deepEqual([to('aaa'), to('bbb')], [['ask'], ['ask', 'again']])
})

test('a procedure without links opens nothing', () => {
  assert.deepEqual(opensFrom({ procedure: {} } as never, dossier, 'aaa', openable), [])
  assert.deepEqual(opensFrom(null, dossier, 'aaa', openable), [])
})
