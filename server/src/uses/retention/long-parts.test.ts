/** Parts that a counterpart fills with what takes long to read, beside the one in which the key of a file stands. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  canonicalJson,
  encodeHeader,
  type Header,
  partDigest,
  roundedSize,
  type StepEntry,
  utf8,
} from '@counterpart/protocol'
import type { Reader } from '../../store/store.ts'
import { newHostile, SALT } from '../_hostile.ts'
import { ERRAND } from '../_pacts.ts'
import { agree, headsOf, RELATION } from '../_talk.ts'
import { newSide, pass, type Side } from '../_world.ts'
import { receive } from '../receive/receive.ts'
import { destroyDue } from './destroy.ts'
import { fileValueOf } from './file-values.ts'

const PAPER = {
  name: 'plan.bin',
  type: 'application/octet-stream',
  bytes: 1000,
  digest: '01'.repeat(32),
  salt: '05'.repeat(32),
  key: '06'.repeat(32),
}
const LONG = 3

/** In no dossier that stands, so that its parts end by its own header. */
function enclosing(side: Side, seen: number): StepEntry {
  const long = Array.from({ length: LONG }, (_, at) => ({
    name: `long-${at}`,
    bytes: utf8(`{"lists":[${'[],'.repeat(30_000)}[]]}`),
  }))
  const parts = [
    { name: 'kept', bytes: utf8(canonicalJson({ title: 'x' })) },
    { name: 'person', bytes: utf8(canonicalJson({ paper: PAPER })) },
    ...long,
  ].map((part) => ({ ...part, salt: SALT }))
  const header = {
    v: 1,
    relation: RELATION,
    kind: 'act',
    dossier: 'ab'.repeat(32),
    seen,
    time: side.time.now,
    office: 'aaa-office',
    officer: 'aaa-1',
    procedure: ERRAND,
    act: 'ask',
    handling: 'H1',
    parts: parts.map(({ name, salt, bytes }) => ({
      name,
      digest: partDigest(salt, bytes),
      keep: name === 'kept' ? 'always' : 'PT1M',
    })),
    files: [{ digest: PAPER.digest, size: roundedSize(PAPER.bytes) }],
  } as Header
  return { header: encodeHeader(header), parts }
}

async function enclosed(): Promise<Side> {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const rows = await a.store.read(RELATION, (reader) => reader.entries('aaa', 0, { entries: 99, bytes: 1e6 }))
  const hostile = newHostile()
  hostile.entries = rows.map((row) => ({ header: row.bytes, parts: [] }))
  hostile.entries.push(enclosing(b, (await headsOf(b)).ours.size))
  const step = hostile.step({ start: rows.length })
  assert.equal((await receive(b.node, b.relation(RELATION), step)).kind, 'answer')
  return b
}

test('SYNC-17 what is said of a file is looked for where its declaration has files, and nowhere else', async () => {
  const b = await enclosed()
  const read: string[] = []
  const noting = (reader: Reader): Pick<Reader, 'entryByLeaf' | 'deletions' | 'parts'> => ({
    entryByLeaf: (leaf) => reader.entryByLeaf(leaf),
    deletions: (leaves) => reader.deletions(leaves),
    parts: async (leaves) => {
      const found = await reader.parts(leaves)
      for (const part of [...found.values()].flat()) {
        if (part.state !== 'held') continue
        const { bytes } = part
        Object.defineProperty(part, 'bytes', {
          get() {
            read.push(part.name)
            return bytes
          },
        })
      }
      return found
    },
  })
  await b.store.read(RELATION, async (reader) => {
    const [row] = await reader.filesByDigest(PAPER.digest)
    assert.ok(row)
    const found = await fileValueOf(b.node, b.relation(RELATION), noting(reader) as Reader, row)
    assert.deepEqual(found, { kind: 'found', value: PAPER })
  })
  assert.deepEqual(new Set(read), new Set(['person']))
})

test('SYNC-17 others have their turn before each long part in which a file may be named that ends', async () => {
  const b = await enclosed()
  pass(3600, b)
  let turns = 0
  let is = true
  const turn = () => {
    turns += 1
    if (is) setImmediate(turn)
  }
  setImmediate(turn)
  await destroyDue(b.node, b.relation(RELATION))
  is = false
  const [row] = await b.store.read(RELATION, (reader) => reader.filesByDigest(PAPER.digest))
  assert.equal(row?.state, 'destroyed')
  assert.ok(turns >= LONG, `${turns}`)
})
