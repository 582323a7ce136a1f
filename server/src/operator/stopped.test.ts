import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agree, RELATION } from '../uses/_talk.ts'
import { newSide } from '../uses/_world.ts'
import { sayStopped } from './stopped.ts'

test('why nothing is recorded is said once for as long as it is so, and not that a start waits for the line', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  await a.restart()
  const lines: string[] = []
  const relation = a.relation(RELATION)
  const silence = sayStopped(a.node, (code, { message }) => void lines.push(`${code} ${message}`))
  const said = (changed: Partial<typeof relation>) => {
    Object.assign(relation, changed)
    a.node.events.emit({ kind: 'line', relation: RELATION })
    return lines.splice(0)
  }
  assert.deepEqual(said({}), [])
  assert.deepEqual(said({ restored: 'unheard' }), [`restored ${RELATION}: nothing is recorded`])
  assert.deepEqual(said({ restored: 'heard' }), [])
  assert.deepEqual(said({ start: 'rolled-back' }), [`rolled-back ${RELATION}: nothing is recorded`])
  assert.deepEqual(said({}), [])
  assert.deepEqual(said({ start: 'confirmed', restored: 'no' }), [])
  relation.line.written = a.node.clock() + 24 * 3600
  assert.deepEqual(said({}), [`held-clock ${RELATION}: nothing is recorded`])
  silence()
  assert.deepEqual(said({ start: 'rolled-back' }), [])
})
