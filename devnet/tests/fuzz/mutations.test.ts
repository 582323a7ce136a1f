import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { type Answered, reportPeer } from './_peer.ts'

const INPUTS = 20_000

test(`SYNC-10 ${INPUTS} changed messages at the peer endpoint: each is refused with a code or answered, and nothing stays`, async (t) => {
  const thread = new Worker(new URL('./_mutate.ts', import.meta.url), {
    workerData: { seed: 1, inputs: INPUTS },
  })
  // A rejection that nobody handles ends the thread with an error.
  const [answered] = (await once(thread, 'message')) as [Answered]
  for (const line of reportPeer(answered).split('\n')) t.diagnostic(line)
  const of = (name: string) => Object.fromEntries(answered.answers.get(name) ?? [])
  // Whatever does not open is told the same, whoever it is from.
  for (const name of ['sealed bytes, damaged', 'sealed for elsewhere'])
    assert.deepEqual(
      Object.keys(of(name)).filter((code) => code !== 'bad-envelope' && code !== 'unknown-key'),
      [],
    )
  assert.deepEqual(Object.keys(of('a replay')), ['answered'])
  assert.deepEqual(Object.keys(of('a fork')), ['fork'])
  // What its author did not sign accuses nobody (ANSWER-6).
  for (const name of answered.answers.keys())
    if (name !== 'a fork') assert.equal(of(name).fork, undefined, name)
  assert.deepEqual([...new Set(answered.incidents)].sort(), ['bad-root', 'fork'])
})
