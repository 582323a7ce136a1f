import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reportPeer } from './_peer.ts'
import { Threads } from './_threads.ts'

const INPUTS = 20_000

test(`SYNC-10 ${INPUTS} changed messages at the peer endpoint: each is refused with a code or answered, and nothing stays`, async (t) => {
  await using threads = new Threads(1)
  const answered = await threads.run({ kind: 'messages', seed: 1, inputs: INPUTS })
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
