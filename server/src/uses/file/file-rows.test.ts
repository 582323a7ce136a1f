/** What the other side's entries say of our files, as it is shown. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeHeader, type Header, partDigest, roundedSize, utf8 } from '@counterpart/protocol'
import { SALT } from '../_hostile.ts'
import { ERRAND } from '../_pacts.ts'
import { agree, RELATION, request } from '../_talk.ts'
import { newSide, officer } from '../_world.ts'
import { rowOf } from '../log/entry.ts'
import { record } from '../record/record.ts'
import { takeFiles } from './file-rows.ts'

const hash = (digits: string) => digits.repeat(32)

test('FILES-6 a file is shown as held only by an entry of its dossier that names it as it is', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  await agree(a, await newSide('bbb', [RELATION], 2))
  const ask = (digest: string) =>
    record(a.node, a.relation(RELATION), {
      kind: 'open',
      request: request(),
      author: officer('aaa'),
      procedure: ERRAND,
      act: 'ask',
      fields: {
        title: 'with a paper',
        paper: {
          name: 'plan.bin',
          type: 'application/octet-stream',
          bytes: 70_000,
          digest,
          salt: hash('05'),
          key: hash('06'),
        },
      },
      handling: 'H1',
    })
  const [one, other] = [await ask(hash('01')), await ask(hash('02'))]
  const { ours, theirs } = await a.store.read(RELATION, (reader) => reader.heads())
  const held = async (over: {
    dossier?: string
    seen?: number
    files?: { digest: string; size: number }[]
  }) => {
    const header = {
      v: 1,
      relation: RELATION,
      kind: 'held',
      seen: ours.size,
      time: theirs.time,
      dossier: one.dossier,
      on: one.leaf,
      files: [{ digest: hash('01'), size: roundedSize(70_000) }],
      parts: [{ name: 'kept', digest: partDigest(SALT, utf8('{}')), keep: 'always' }],
      ...over,
    } as Header
    const given = rowOf('bbb', theirs.size, encodeHeader(header), theirs, (read) =>
      'dossier' in read ? read.dossier : null,
    )
    assert.equal(given.header?.kind, 'held')
    await a.store.locked(RELATION, (writer) => takeFiles([given.row], 'aaa', writer))
    return (await a.store.read(RELATION, (reader) => reader.filesByDigest(hash('01'))))[0]?.state
  }
  assert.equal(await held({ dossier: other.dossier }), 'here')
  assert.equal(await held({ seen: 0 }), 'here')
  assert.equal(await held({ files: [{ digest: hash('01'), size: 1 }] }), 'here')
  const more = { digest: hash('02'), size: roundedSize(70_000) }
  assert.equal(await held({ files: [{ digest: hash('01'), size: roundedSize(70_000) }, more] }), 'here')
  assert.equal(await held({}), 'held')
})
