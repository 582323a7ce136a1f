import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Break } from '../breaks/break.ts'
import { check } from './breaks.ts'

const planted = (file: string, find: string): Break => ({
  ...{ rule: '', does: 'nothing', replace: '', tests: [] },
  ...{ file, find },
})

test('a planted break lies in code that a node reaches, and is there once', async () => {
  const problems = await check([
    planted('server/src/outbound/exchange.ts', 'checkAnswered(answer, question)'),
    planted('server/src/outbound/exchange.ts', 'return (await prepare(node, relation, nonce)).question'),
    planted('casework/src/run/_order.ts', 'covered = Math.max(covered, entry.header?.seen ?? 0)'),
    planted('casework/src/run/place.ts', 'no such words'),
  ])
  assert.deepEqual(
    problems.map(({ what }) => what),
    [
      "runs in tests alone where 'nothing' breaks it: makeQuestion",
      "runs in tests alone where 'nothing' breaks it: order",
      "has what 'nothing' breaks 0 times",
    ],
  )
})
