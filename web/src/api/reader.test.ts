import assert from 'node:assert/strict'
import { test } from 'node:test'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { readerOf } from './reader.ts'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('however much changes, one reading is under way, and after the last change there is one more', async () => {
  const client = new QueryClient()
  const [ends, leave] = [[] as (() => void)[], new AbortController()]
  const queryFn = () => new Promise<number>((resolve) => ends.push(() => resolve(ends.length)))
  const seen = new QueryObserver(client, { queryKey: ['dossier'], queryFn })
  const unseen = seen.subscribe(() => undefined)
  ends[0]?.()
  await pause(1)
  const again = readerOf(client, leave.signal)
  for (let times = 0; times < 50; times++) {
    again('dossier')
    await pause(1)
  }
  assert.equal(ends.length, 2)
  ends[1]?.()
  await pause(20)
  assert.equal(ends.length, 3)
  ends[2]?.()
  await pause(20)
  assert.equal(ends.length, 3)
  leave.abort()
  unseen()
  client.clear()
})
