import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statesDigest } from '@counterpart/casework'
import { hex, type Step } from '@counterpart/protocol'
import { makeQuestion, takeAnswer } from '../outbound/exchange.ts'
import { bringBack, two } from './_brought-back.ts'
import { mark, newHostile } from './_hostile.ts'
import { checkRoots } from './_roots.ts'
import { act, agree, ask, headsOf, lineOf, RELATION, say, talk } from './_talk.ts'
import { newSide, pass, type Side } from './_world.ts'
import { markedRoot } from './chain.ts'
import { rootAt } from './heads.ts'
import { receive } from './receive.ts'

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  return [a, b]
}

/** What a has answered in a dossier that it keeps, and b's answer to that message with another mark in the place of its own. */
async function marked(a: Side, b: Side, kept: object): Promise<{ step: Step; given: Step; size: number }> {
  const { dossier } = await ask(b)
  await talk(a, b)
  await act(a, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } })
  const step = await makeQuestion(a.node, a.relation(RELATION), new Uint8Array(16).fill(3))
  const received = await receive(b.node, b.relation(RELATION), step)
  assert.ok(received.kind === 'answer')
  const rows = await b.store.read(RELATION, (reader) => reader.entries('bbb', 0, { entries: 99, bytes: 1e6 }))
  const hostile = newHostile('bbb')
  hostile.entries = rows.slice(0, -1).map((row) => ({ header: row.bytes, parts: [] }))
  hostile.entries.push(mark({ seen: step.start + step.entries.length, kept }))
  const given = { ...received.step, entries: hostile.entries.slice(-1), checkpoint: hostile.note() }
  return { step, given, size: rows.length }
}

const told = (side: Side) =>
  side.store.read(RELATION, async (reader) =>
    (await reader.incidents(9, ['verdict-differs'])).map(({ detail }) => detail),
  )

test('MARK-6 MARK-7 a mark over another log than ours is told with both roots, and stops nothing that we keep', async () => {
  const [a, b] = await pair()
  const body = { states: statesDigest([]), verdicts: [] }
  const stated = '0'.repeat(64)
  const { step, given, size } = await marked(a, b, { ...body, root: stated })
  await takeAnswer(a.node, a.relation(RELATION), step, given)
  const root = hex(rootAt((await headsOf(a)).ours))
  const [row] = await a.store.read(RELATION, (reader) => reader.tail('bbb', null, 1))
  const computed = { ...body, root }
  assert.deepEqual(await told(a), [{ mark: row?.leaf, dossiers: [], computed, why: 'root', stated }])
  assert.equal(a.relation(RELATION).diverged.size, 0)
  const cosigned = await a.store.read(RELATION, (reader) => reader.lastCheckpoint('bbb', true))
  assert.equal(cosigned?.size, size)
})

test('MARK-6 a mark that names no root is taken', async () => {
  const [a, b] = await pair()
  const { step, given } = await marked(a, b, { states: statesDigest([]), verdicts: [] })
  await takeAnswer(a.node, a.relation(RELATION), step, given)
  assert.deepEqual(await told(a), [])
})

test('MARK-6 EPOCH-1 every mark names the root of the one log of a chain in which its seen ends', async () => {
  const [a, b] = await pair()
  const { dossier } = await ask(a)
  await talk(a, b)
  await bringBack(a)
  await assert.rejects(say(a, lineOf(a, b)), { code: 'held-start' })
  await two(a)
  pass(10, a, b)
  await act(b, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } })
  const ended = (await headsOf(a)).ours
  for (let round = 0; a.relation(RELATION).start !== 'confirmed'; round++) {
    assert.ok(round < 9)
    await say(a, lineOf(a, b))
  }
  await ask(a)
  await talk(a, b)
  await checkRoots(a, b)
  await checkRoots(b, a)
  const end = await a.store.read(RELATION, (reader) =>
    markedRoot(reader, a.relation(RELATION), 'aaa', ended.size),
  )
  assert.equal(end, hex(rootAt(ended)))
  assert.deepEqual([(await headsOf(a)).ours.epoch, await told(a), await told(b)], [2, [], []])
})
