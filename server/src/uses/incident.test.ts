import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Step } from '@counterpart/protocol'
import { entry, newHostile } from './_hostile.ts'
import { RELATION } from './_talk.ts'
import { newSide, type Side } from './_world.ts'
import { foremost, INCIDENT_CODES, newestIncidents, raise, raiseAll } from './incident.ts'
import { receive } from './receive/receive.ts'

const incidentsOf = (side: Side) => side.store.read(RELATION, (reader) => reader.incidents())

async function said(side: Side, step: Step): Promise<string> {
  const received = await receive(side.node, side.relation(RELATION), step)
  return received.kind === 'refused' ? received.code : received.kind
}

test('the manual of operators says of every incident, and of no other, what it means and what to do', () => {
  const manual = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8')
  const chapter = manual.split('\n### Incidents\n')[1]?.split('\n##')[0] ?? ''
  const rows = chapter
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()))
  assert.deepEqual(
    rows.map(([code]) => code),
    INCIDENT_CODES.map((code) => `\`${code}\``),
  )
  for (const row of rows) {
    assert.equal(row.length, 3, row.join())
    assert.ok(!row.includes(''), row.join())
  }
})

test('ANSWER-6 contradictions that are signed anew without end are refused each time, and kept in a number', async () => {
  const b = await newSide('bbb', [RELATION], 2)
  b.relation(RELATION).start = 'confirmed'
  const hostile = newHostile()
  hostile.entries.push(entry())
  assert.equal(await said(b, hostile.step()), 'answer')
  for (let n = 0; n < 60; n++) {
    hostile.entries[0] = entry({ kept: { title: `another ${n}` } })
    assert.equal(await said(b, hostile.step()), 'fork')
  }
  assert.equal((await incidentsOf(b)).length, 20)
  b.time.now += 86_400
  hostile.entries[0] = entry({ kept: { title: 'on another day' } })
  assert.equal(await said(b, hostile.step()), 'fork')
  assert.equal((await incidentsOf(b)).length, 21)
})

test('ANSWER-6 an incident is written whatever text the other side put into it, and once in whatever order', async () => {
  const b = await newSide('bbb', [RELATION], 2)
  const received = ['e\u0301', '\ud800', '\0', 'x'.repeat(100_000)]
  for (const detail of [
    { side: 'aaa', received, held: { one: 1, other: 2 } },
    { received, held: { other: 2, one: 1 }, side: 'aaa' },
  ])
    await b.store.locked(RELATION, (writer) => raise(writer, 1, 'fork', detail))
  await b.store.locked(RELATION, (writer) => raiseAll(writer, 2, [{ code: 'fork', detail: { received } }]))
  const texts = (await incidentsOf(b)).map(({ detail }) => (detail as { received: string[] }).received[0])
  assert.deepEqual(texts, ['e\u0301', 'e\u0301'])
})

test('ANSWER-6 a flood of one kind hides no other, and of what a start reads again nothing is lost', async () => {
  const b = await newSide('bbb', [RELATION], 2)
  const kept = async (code: string) =>
    (await b.store.read(RELATION, (reader) => reader.incidents(1000, [code]))).length
  await b.store.locked(RELATION, (writer) => raise(writer, 1, 'rolled-back', { held: 'once' }))
  await b.store.locked(RELATION, async (writer) => {
    const codes = ['epoch-late', 'epoch-closed', 'verdict-differs', 'size-unproven', 'fork'] as const
    for (const code of codes) for (let n = 0; n < 60; n++) await raise(writer, n, code, { side: 'aaa', n })
    for (let n = 0; n < 60; n++) await raise(writer, n, 'key-refused', { why: 'no-new-key', n })
    await raise(writer, 60, 'key-refused', { why: 'not-signed' })
    for (let n = 0; n < 60; n++) await raise(writer, n, 'bad-root', { side: 'aaa', why: 'shown-ahead', n })
    await raise(writer, 60, 'bad-root', { side: 'aaa', n: 'of the log itself' })
    for (let n = 0; n < 60; n++) await raise(writer, n, 'verdict-differs', { dossiers: [`${n}`] }, true)
  })
  for (const code of ['epoch-late', 'epoch-closed', 'size-unproven', 'fork'])
    assert.equal(await kept(code), 20)
  for (const code of ['key-refused', 'bad-root']) assert.equal(await kept(code), 21)
  assert.equal(await kept('verdict-differs'), 80)
  const listed = await b.store.read(RELATION, (reader) => newestIncidents(reader, 20))
  assert.equal(listed.at(-1)?.code, 'rolled-back')
})

test('of one kind no more is compared under the lock than a day keeps', () => {
  const many = Array.from({ length: 500 }, (_, at) => ({
    code: at % 2 ? ('time-ahead' as const) : ('time-lowered' as const),
    detail: { why: at % 4 < 2 ? 'one' : 'other', at },
  }))
  const kept = foremost(many)
  assert.equal(kept.length, 80)
  assert.deepEqual(kept.slice(0, 4), many.slice(0, 4))
})

test('what is known of a kind is read once for a message, however often that raises it', async () => {
  const b = await newSide('bbb', [RELATION], 2)
  const code = 'time-lowered'
  await b.store.locked(RELATION, (writer) => raise(writer, 1, code, { at: 3 }))
  await b.store.locked(RELATION, async (writer) => {
    let asked = 0
    const counting = {
      putIncident: (...given: Parameters<typeof writer.putIncident>) => writer.putIncident(...given),
      incidents(...given: Parameters<typeof writer.incidents>) {
        asked += 1
        return writer.incidents(...given)
      },
    }
    const troubles = [3, 4, 4, 5].map((at) => ({ code, detail: { at } }) as const)
    await raiseAll(counting as typeof writer, 2, troubles)
    assert.equal(asked, 1)
  })
  const kept = await b.store.read(RELATION, (reader) => reader.incidents(1000, [code]))
  assert.deepEqual(kept.map(({ detail }) => (detail as { at: number }).at).sort(), [3, 4, 5])
})
