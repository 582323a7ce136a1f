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
import { SALT } from '../_hostile.ts'
import { ERRAND } from '../_pacts.ts'
import { PAPER } from '../_retained.ts'
import { agree, RELATION } from '../_talk.ts'
import { turnsIn } from '../_turns-in.ts'
import { newSide, pass, type Side } from '../_world.ts'
import { writtenBehind } from '../_written-behind.ts'
import { destroyDue } from './destroy.ts'
import { fileValueOf } from './file-values.ts'

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
  await writtenBehind(a, b, (seen) => [enclosing(b, seen)])
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
  const turns = await turnsIn(destroyDue(b.node, b.relation(RELATION)))
  const [row] = await b.store.read(RELATION, (reader) => reader.filesByDigest(PAPER.digest))
  assert.equal(row?.state, 'destroyed')
  assert.ok(turns >= LONG, `${turns}`)
})
