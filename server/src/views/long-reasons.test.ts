import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeHeader, type Header, partDigest, type StepEntry, utf8 } from '@counterpart/protocol'
import { SALT } from '../uses/_hostile.ts'
import { RELATION } from '../uses/_talk.ts'
import { turnsIn } from '../uses/_turns-in.ts'
import { writtenBehind } from '../uses/_written-behind.ts'
import { worked } from './_recalled.ts'
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
  const { a, b, dossier } = await worked([])
  await writtenBehind(a, b, (seen) => Array.from({ length: RECALLS }, (_, at) => recall(dossier, seen, at)))
  const read = look(b.node, b.relation(RELATION), (at) => retentionOf(at, dossier, [], new Set()))
  const turns = await turnsIn(read)
  const { recalls } = await read
  assert.deepEqual(
    recalls.map(({ reason }) => reason),
    Array.from({ length: RECALLS }, (_, at) => `reason ${at}`),
  )
  assert.ok(turns >= RECALLS, `${turns}`)
})
