/** What comes of a log that ended: kept as it was signed, whatever its author had taken back from it before. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '@counterpart/protocol'
import { passOver } from '../../scrub/_scrubbed.ts'
import { look } from '../../views/look.ts'
import { lateIn } from '../../views/operation/destroying.ts'
import { allApart } from '../_apart.ts'
import { afterLoss, opens } from '../_late.ts'
import { DAY, records, time } from '../_retained.ts'
import { headsOf, RELATION, request, talk } from '../_talk.ts'
import { officer, pass, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import { record } from '../record/record.ts'
import { takeIn } from './take-in.ts'

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

test('RETENTION-1 parts of what is kept apart end on either side, each its time after that side took it', async () => {
  const { a, b, steps } = await afterLoss(async (lost) => {
    await opens(lost, 'Right Person')
    await opens(lost, 'Another Person')
  })
  const [step = assert.fail()] = steps
  await takes(a, step)
  pass(DAY, a, b)
  await talk(a, b)
  for (const side of [a, b]) assert.deepEqual(await persons(side), ['held', 'held'])
  pass(29 * DAY - 1, a, b)
  for (const side of [a, b]) await time(side)
  for (const side of [a, b]) assert.deepEqual(await persons(side), ['held', 'held'])
  pass(1, a, b)
  for (const side of [a, b]) await time(side)
  assert.deepEqual(await persons(a), ['destroyed', 'destroyed'])
  assert.deepEqual(await persons(b), ['held', 'held'])
  pass(DAY, a, b)
  await talk(a, b)
  for (const side of [a, b]) await time(side)
  assert.deepEqual(await persons(b), ['destroyed', 'destroyed'])
  pass(4 * DAY, a, b)
  await talk(a, b)
  for (const side of [a, b]) {
    await time(side)
    assert.equal((await records(side)).length, 1)
    assert.deepEqual(await passOver(side), [])
    const none = { count: 0, since: null }
    assert.deepEqual(await look(side.node, side.relation(RELATION), lateIn), { ours: none, theirs: none })
  }
})

test('EPOCH-8 RETENTION-1 what was destroyed where it was kept apart is given back without it', async () => {
  const { a, b, steps } = await afterLoss((lost) => opens(lost, 'Right Person'))
  const [step = assert.fail()] = steps
  await takes(a, step)
  pass(31 * DAY, a, b)
  await time(a)
  assert.deepEqual(await persons(a), ['destroyed'])
  await talk(a, b)
  assert.deepEqual(await persons(b), ['absent'])
  await takes(a, step)
  assert.deepEqual(await persons(a), ['destroyed'])
})

test('RETENTION-1 a copy that comes late ends nothing of the entry that is in a log', async () => {
  const { a, b, steps } = await afterLoss(async (lost) => {
    const { ours } = await headsOf(lost)
    const rows = await lost.store.read(RELATION, (reader) => reader.tail(lost.node.party, ours.size, 9))
    const asked = rows.find(({ kind }) => kind === 'open') ?? assert.fail()
    const parts = (await lost.store.read(RELATION, (reader) => reader.parts([asked.leaf]))).get(asked.leaf)
    const given = (parts ?? []).flatMap((part) => (part.state === 'held' ? [part] : []))
    await writes(lost, [{ header: asked.bytes, parts: given }])
  })
  const [step = assert.fail()] = steps
  await takes(a, step)
  assert.equal((await allApart(a)).length, 1)
  pass(40 * DAY, a, b)
  await talk(a, b)
  await time(a)
  assert.deepEqual(await persons(a), ['held'])
})
