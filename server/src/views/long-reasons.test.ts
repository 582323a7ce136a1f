import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeHeader, type Header, partDigest, type StepEntry, utf8 } from '@counterpart/protocol'
import { newHostile, SALT } from '../uses/_hostile.ts'
import { ERRAND } from '../uses/_pacts.ts'
import { agree, headsOf, RELATION, request, talk } from '../uses/_talk.ts'
import { newSide, officer } from '../uses/_world.ts'
import { receive } from '../uses/receive/receive.ts'
import { record } from '../uses/record/record.ts'
import { look } from './look.ts'
import { retentionOf } from './retention.ts'

const RECALLS = 3

/** With as much beside its reason as takes long to read. */
function recall(dossier: string, seen: number, at: number): StepEntry {
  const kept = utf8(JSON.stringify({ parts: ['person'], ground: 'wrong' }))
  const content = utf8(`{"lists":[${'[],'.repeat(30_000)}[]],"reason":"reason ${at}"}`)
  const parts = [
    { name: 'kept', salt: SALT, bytes: kept },
    { name: 'content', salt: SALT, bytes: content },
  ]
  const header = {
    v: 1,
    relation: RELATION,
    kind: 'recall',
    seen,
    time: 1_700_000_000 + at,
    dossier,
    on: dossier,
    office: 'aaa-office',
    officer: 'aaa-1',
    approver: 'aaa-2',
    parts: parts.map(({ name, salt, bytes }) => ({
      name,
      digest: partDigest(salt, bytes),
      keep: name === 'kept' ? 'always' : 'P1Y',
    })),
  } as Header
  return { header: encodeHeader(header), parts }
}

test('SYNC-17 others have their turn before each reason beside which much is written', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await record(a.node, a.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer('aaa'),
    procedure: ERRAND,
    act: 'ask',
    fields: { title: 'with a name', name: 'An Invented Person' },
    handling: 'H1',
  })
  await talk(a, b)
  const rows = await a.store.read(RELATION, (reader) => reader.entries('aaa', 0, { entries: 99, bytes: 1e6 }))
  const hostile = newHostile()
  hostile.entries = rows.map((row) => ({ header: row.bytes, parts: [] }))
  const seen = (await headsOf(b)).ours.size
  for (let at = 0; at < RECALLS; at++) hostile.entries.push(recall(dossier, seen, at))
  const step = hostile.step({ start: rows.length })
  assert.equal((await receive(b.node, b.relation(RELATION), step)).kind, 'answer')
  let turns = 0
  let is = true
  const turn = () => {
    turns += 1
    if (is) setImmediate(turn)
  }
  setImmediate(turn)
  const { recalls } = await look(b.node, b.relation(RELATION), (at) =>
    retentionOf(at, dossier, [], new Set()),
  )
  is = false
  assert.deepEqual(
    recalls.map(({ reason }) => reason),
    Array.from({ length: RECALLS }, (_, at) => `reason ${at}`),
  )
  assert.ok(turns >= RECALLS, `${turns}`)
})
