import assert from 'node:assert/strict'
import { test } from 'node:test'
import { QueryClient } from '@tanstack/react-query'
import { readBy } from './read-by.ts'

test('what an officer has read is there after that officer signs in again, and gone for another', () => {
  const client = new QueryClient()
  readBy('one', client)
  for (const key of ['session', 'dossier', 'desk']) client.setQueryData([key], key)
  readBy('one', client)
  assert.equal(client.getQueryData(['dossier']), 'dossier')
  readBy('another', client)
  assert.deepEqual(
    ['session', 'dossier', 'desk'].map((key) => client.getQueryData([key])),
    ['session', undefined, undefined],
  )
})
