/** A message may be long to read, and others have their turn meanwhile; what nothing can explain is refused before it is read. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { partDigest, type StepEntry, utf8 } from '@counterpart/protocol'
import { bare, entry, type Hostile, malformed, newHostile, SALT } from '../_hostile.ts'
import { RELATION } from '../_talk.ts'
import { newSide } from '../_world.ts'
import { receive } from './receive.ts'

const MANY = 20
const LACKING = [
  { name: 'kept', digest: partDigest(SALT, utf8('{"title":"x"}')), keep: 'always' },
  { name: 'content', digest: 'a'.repeat(64), keep: 'P5Y' },
]

/** Each turn that is given here is given at once: the clock moves whenever somebody looks at it. */
async function given(hostile: Hostile): Promise<{ code: string; turns: number }> {
  const b = await newSide('bbb', [RELATION], 2)
  const relation = b.relation(RELATION)
  relation.start = 'confirmed'
  let [ran, turns, ended] = [0, 0, false]
  Object.defineProperty(b.time, 'ran', { get: () => ++ran })
  const other = () => {
    turns += 1
    if (!ended) setImmediate(other)
  }
  setImmediate(other)
  const received = await receive(b.node, relation, hostile.step())
  ended = true
  return { code: received.kind === 'refused' ? received.code : 'answered', turns }
}

function destroyed(bytes: Uint8Array, time: number): StepEntry {
  const parts = [{ name: 'kept', digest: partDigest(SALT, bytes), keep: 'always' }]
  const { header } = bare({ kind: 'destroyed', time, parts })
  return { header, parts: [{ name: 'kept', salt: SALT, bytes }] }
}

test('SYNC-17 others have their turn between the entries of one message, also where they are no headers', async () => {
  const hostile = newHostile()
  hostile.entries = Array.from({ length: MANY }, (_, i) => malformed(`[${i}]`))
  const { code, turns } = await given(hostile)
  assert.equal(code, 'answered')
  assert.ok(turns >= MANY, `${turns} turns`)
})

test('SYNC-17 others have their turn between records of what was destroyed', async () => {
  const fill = utf8('{"a":[[0],[0]]}')
  const records = newHostile()
  records.entries = Array.from({ length: MANY }, (_, i) => destroyed(fill, 1_700_000_000 + i))
  const { code, turns } = await given(records)
  assert.equal(code, 'answered')
  // Once to check each, and once to read it.
  assert.ok(turns >= 2 * MANY, `${turns} turns`)
})

test('RETENTION-11 SYNC-17 a part that no recall explains is missing, and no record is parsed for it', async (context) => {
  const hostile = newHostile()
  hostile.entries = [entry({ parts: LACKING } as never)]
  const fill = '{"a":[[0],[0]]}'
  for (let i = 0; i < MANY; i++) hostile.entries.push(destroyed(utf8(fill), 1_700_000_000 + i))
  const parse = context.mock.method(JSON, 'parse')
  const { code } = await given(hostile)
  assert.equal(code, 'part-missing')
  assert.ok(parse.mock.callCount() > 0)
  assert.ok(parse.mock.calls.every((call) => call.arguments[0] !== fill))
})
