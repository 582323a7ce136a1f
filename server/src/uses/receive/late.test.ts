/** What comes of a log that ended: kept as it was signed, whatever its author had taken back from it before. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '@counterpart/protocol'
import { passOver } from '../../scrub/_scrubbed.ts'
import { allApart } from '../_apart.ts'
import { afterLoss } from '../_late.ts'
import { ERRAND } from '../_pacts.ts'
import { RELATION, request, talk } from '../_talk.ts'
import { officer, pass, type Side } from '../_world.ts'
import { record } from '../record/record.ts'
import { takeIn } from './take-in.ts'

const opens = (side: Side, name: string) =>
  record(side.node, side.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer(side.node.party),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'one', name },
    handling: 'H1',
  })

const recalls = (side: Side, { dossier, leaf }: { dossier: string; leaf: string }) =>
  record(side.node, side.relation(RELATION), {
    kind: 'recall',
    request: request(),
    author: officer(side.node.party, 'legal-reviewer'),
    approver: 'second-1',
    dossier,
    on: leaf,
    parts: ['person'],
    ground: 'wrong',
    reason: 'of another person',
  })

async function takes(side: Side, step: Step): Promise<string> {
  const taken = await takeIn(side.node, side.relation(RELATION), step, 'pouch')
  return taken.kind === 'refused' ? taken.code : taken.kind
}

async function told(side: Side): Promise<string[]> {
  const rows = await side.store.read(RELATION, (reader) => reader.incidents(200, ['epoch-late']))
  return rows.map(({ code }) => code)
}

async function persons(side: Side): Promise<string[]> {
  const rows = await allApart(side)
  const parts = await side.store.read(RELATION, (reader) => reader.partStates(rows.map(({ leaf }) => leaf)))
  return [...parts.values()].flat().flatMap(({ name, state }) => (name === 'person' ? [state] : []))
}

test('EPOCH-8 RETENTION-11 a late message of which a part was recalled before it left is kept apart, and given back without it', async () => {
  const { a, b, steps } = await afterLoss(async (lost) => {
    await opens(lost, 'Right Person')
    await recalls(lost, await opens(lost, 'Wrong Person'))
    await opens(lost, 'Another Person')
  })
  assert.equal(steps.length, 1)
  const [step = assert.fail()] = steps
  // The same message without a part that nobody recalled.
  const [first = assert.fail(), ...more] = step.entries
  const kept = { ...first, parts: first.parts.filter(({ name }) => name === 'kept') }
  assert.equal(await takes(a, { ...step, entries: [kept, ...more] }), 'part-missing')
  assert.deepEqual(await allApart(a), [])

  assert.equal(await takes(a, step), 'epoch-closed')
  assert.equal((await allApart(a)).length, step.entries.length)
  assert.deepEqual(await persons(a), ['held', 'absent', 'held'])
  assert.deepEqual(await told(a), ['epoch-late'])
  assert.deepEqual(await passOver(a), [])

  pass(700, a, b)
  await talk(a, b)
  assert.equal((await allApart(b)).length, step.entries.length)
  assert.deepEqual(await persons(b), ['held', 'absent', 'held'])
  assert.deepEqual(await told(b), ['epoch-late'])
  assert.deepEqual(await passOver(b), [])
})
