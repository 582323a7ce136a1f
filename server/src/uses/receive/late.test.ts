/** What comes of a log that ended: kept as it was signed, whatever its author had taken back from it before. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Step } from '@counterpart/protocol'
import { passOver } from '../../scrub/_scrubbed.ts'
import { lateIn as lateActs } from '../../views/announced.ts'
import { look } from '../../views/look.ts'
import { lateIn } from '../../views/operation/destroying.ts'
import { allApart } from '../_apart.ts'
import { damagedAt } from '../_damaged.ts'
import { afterLoss, opens } from '../_late.ts'
import { DAY, records, time } from '../_retained.ts'
import { headsOf, RELATION, request, talk } from '../_talk.ts'
import { officer, pass, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'
import { rotateKey } from '../keys/rotate.ts'
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

async function toldOf(side: Side): Promise<unknown[]> {
  const rows = await side.store.read(RELATION, (reader) => reader.incidents(200, ['epoch-late']))
  return rows.map(({ detail }) => detail)
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
  assert.equal((await toldOf(a)).length, 1)
  assert.deepEqual(await passOver(a), [])

  pass(700, a, b)
  await talk(a, b)
  assert.equal((await allApart(b)).length, step.entries.length)
  assert.deepEqual(await persons(b), ['held', 'absent', 'held'])
  assert.equal((await toldOf(b)).length, 1)
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

test('EPOCH-8 a damaged part of what is kept apart keeps nothing else from its author and his officers, nor his line from being up', async () => {
  const { a, b, steps } = await afterLoss(async (lost) => {
    for (const name of ['Right Person', 'Another Person']) await opens(lost, name)
  })
  for (const step of steps) await takes(a, step)
  const [first = assert.fail()] = await allApart(a)
  a.node.store = damagedAt(a.node.store, new Set([`part ${first.leaf} person`]))
  pass(700, a, b)
  await talk(a, b)
  assert.deepEqual(await persons(b), ['absent', 'held'])
  const shown = () => look(b.node, b.relation(RELATION), lateActs)
  assert.equal((await shown()).length, 2)

  const own = (await allApart(b)).map(({ leaf }) => leaf)
  b.node.store = damagedAt(b.node.store, new Set([`part ${own[1]} person`]))
  assert.deepEqual(
    (await shown()).map(({ view }) => view.leaf),
    own,
  )
  for (const [side, index] of [
    [a, first.index],
    [b, first.index + 1],
  ] as const) {
    const told = await side.store.read(RELATION, (reader) => reader.incidents(10, ['entry-damaged']))
    assert.deepEqual(
      told.map(({ detail }) => detail),
      [{ what: 'a part of what is kept apart does not open', side: 'bbb', index }],
    )
  }
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

test('EPOCH-8 what comes behind a change of keys beyond the end of a log is told once, with its head, and what nobody signed is not', async () => {
  const { a, steps } = await afterLoss(async (lost) => {
    await opens(lost, 'Right Person')
    await rotateKey(lost.node, lost.relation(RELATION), { use: 'log' })
    await opens(lost, 'Another Person')
  })
  const [first = assert.fail(), behind = assert.fail()] = steps
  assert.equal(await takes(a, behind), 'unknown-key')
  assert.deepEqual(await toldOf(a), [])
  await takes(a, first)
  const before = await toldOf(a)
  assert.equal(before.length, 1)
  // Over another root than the one that was signed.
  const [origin, size, , ...lines] = (behind.checkpoint ?? '').split('\n')
  const forged = [origin, size, `${'A'.repeat(43)}=`, ...lines].join('\n')
  assert.notEqual(await takes(a, { ...behind, checkpoint: forged }), 'epoch-closed')
  assert.deepEqual(await toldOf(a), before)
  for (let twice = 0; twice < 2; twice++) {
    assert.equal(await takes(a, behind), 'unknown-key')
    const [told, ...more] = await toldOf(a)
    assert.deepEqual(told, { side: 'bbb', epoch: 1, why: 'behind-key', received: behind.checkpoint })
    assert.deepEqual(more, before)
  }
})
