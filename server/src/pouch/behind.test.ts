import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wake } from '../uses/_alarm-world.ts'
import { agree, ask, RELATION } from '../uses/_talk.ts'
import { newSide, type Side } from '../uses/_world.ts'
import { isBehind } from '../uses/clock/clock-word.ts'
import { heldByBoth, heldOf } from '../views/line-view.ts'
import { checkStarted } from './plan.ts'

const YEAR = 365 * 86_400

async function behind(): Promise<Side> {
  const a = await newSide('aaa', [RELATION], 1)
  await agree(a, await newSide('bbb', [RELATION], 2))
  await ask(a)
  assert.equal(isBehind(a.node), false)
  a.time.now -= YEAR
  await a.restart()
  await wake(a)
  return a
}

test('a node whose clock is a year behind says so before it has heard anybody', async () => {
  const a = await behind()
  const relation = a.relation(RELATION)
  assert.equal(relation.start, 'waiting')
  assert.equal(isBehind(a.node), true)
  assert.equal(heldOf(a.node, relation), 'held-clock')
  await assert.rejects(ask(a, 'another'), { code: 'held-clock' })
  assert.throws(() => checkStarted(a.node, relation), {
    code: 'held-start',
    message: /our clock is behind our own log/,
  })
  a.time.now += YEAR
  assert.equal(isBehind(a.node), false)
  assert.equal(heldOf(a.node, relation), 'held-start')
})

test('a start that waits for a line which a certificate keeps away names the certificate', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const relation = a.relation(RELATION)
  relation.line.held = 'line-refused'
  assert.equal(heldOf(a.node, relation), 'held-start')
  relation.line.held = 'certificate-early'
  assert.deepEqual(
    [heldOf(a.node, relation), heldByBoth(a.node, relation).ours],
    ['certificate-early', 'certificate-early'],
  )
  assert.throws(() => checkStarted(a.node, relation), {
    code: 'held-start',
    message: /\(certificate-early\)$/,
  })
})
