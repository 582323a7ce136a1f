/** What was written for one relation, written again in another: officers find it where it was written. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseHeader, type StepEntry } from '@counterpart/protocol'
import type * as Http from '../http/ports.ts'
import { holdsAlready, unnamed } from '../uses/_before-names.ts'
import { agree, ask, dossierOf, headsOf, lineOf, RELATION, request, say, talk } from '../uses/_talk.ts'
import { newSide, type Side } from '../uses/_world.ts'
import { writes } from '../uses/_writes.ts'
import { foldAll } from '../uses/dossier/fold-all.ts'
import { type UsesPorts, usesOf } from './uses.ts'

const OFFICER = {
  id: 'one',
  side: 'aaa',
  name: 'one (invented)',
  office: { code: 'aaa-office', level: 'ministry', name: {} },
  roles: ['duty-officer'],
} as unknown as Http.Officer

function usesAt({ node }: Side): Http.Uses {
  const accounts = { opaqueId: async () => 'f'.repeat(32) }
  const ports = { node, accounts, languages: ['en'], operated: {} }
  return usesOf(ports as unknown as UsesPorts)
}

async function bytesOf(side: Side, leaf: string): Promise<StepEntry> {
  return side.store.read(RELATION, async (reader) => {
    const row = (await reader.entryByLeaf(leaf)) ?? assert.fail()
    const parts = (await reader.parts([leaf])).get(leaf) ?? []
    return { header: row.bytes, parts: parts.flatMap((part) => (part.state === 'held' ? [part] : [])) }
  })
}

for (const [states, other, repeating] of [
  ['two states with two relations', 'aaa~bbb/customs', 'bbb'],
  ['three states', 'aaa~ccc/test', 'ccc'],
] as const)
  for (const author of ['aaa', 'bbb'])
    test(`ENTRY-8 ${states}: an opening of ${author} is written by ${repeating} in no other relation`, async () => {
      // The one in which it is repeated is the first that is looked through.
      const a = await newSide('aaa', [other, RELATION], 1)
      const b = await newSide('bbb', [RELATION], 2)
      const c = await newSide(repeating, [other], 3)
      await agree(a, b)
      await agree(a, c, other)
      const { dossier } = await ask(author === 'aaa' ? a : b)
      await talk(a, b)
      const before = await headsOf(a, other)
      await writes(c, [await bytesOf(b, dossier)], other)
      await assert.rejects(say(c, lineOf(c, a, other), other), { code: 'another-relation' })
      assert.deepEqual(await headsOf(a, other), before)
      const told = await a.store.read(other, (reader) => reader.incidents())
      assert.deepEqual(
        told.map(({ code, detail }) => [code, (detail as { why: string }).why]),
        [['another-relation', 'another']],
      )
      const uses = usesAt(a)
      assert.deepEqual(await uses.entry(dossier), { relation: RELATION, dossier })
      const message = { en: { text: 'for the one relation', standing: 'authoritative' } }
      const command = { kind: 'act', dossier, request: request(), act: 'note', position: null }
      const note = await uses.record(
        { ...command, fields: { message } } as unknown as Http.Command,
        OFFICER,
        null,
      )
      for (const [id, is] of [[RELATION, true] as const, [other, false] as const])
        assert.equal((await a.store.read(id, (reader) => reader.entryByLeaf(note.leaf))) !== null, is)
      assert.match((await uses.actEvidence(dossier)).name, /evidence/)
    })

test('ENTRY-8 what was written before headers named their relation, and again by a third state since, is proven all the same', async () => {
  const other = 'aaa~ccc/test'
  const a = await newSide('aaa', [other, RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  const c = await newSide('ccc', [other], 3)
  await agree(a, b)
  await agree(a, c, other)
  const asked = await newSide('bbb', [RELATION], 4)
  await agree(await newSide('aaa', [RELATION], 5), asked)
  const opening = unnamed(await bytesOf(asked, (await ask(asked)).dossier))
  await writes(b, [opening])
  await holdsAlready(a, b)
  await writes(c, [opening], other)
  await holdsAlready(a, c, other)
  await ask(c, 'asked since', other)
  await talk(a, c, other)
  await ask(b, 'asked since')
  await talk(a, b)
  const rows = await a.store.read(RELATION, (reader) => reader.entries('bbb', 0, { entries: 99, bytes: 1e6 }))
  const { leaf } = rows.find(({ bytes }) => parseHeader(bytes).relation === undefined) ?? assert.fail()
  // The other knows the leaf, and of no dossier.
  assert.equal((await a.store.read(other, (reader) => reader.entryByLeaf(leaf)))?.leaf, leaf)
  assert.equal(await dossierOf(a, leaf, other), null)
  await foldAll(a.node, a.relation(RELATION))
  const file = await usesAt(a).actEvidence(leaf)
  assert.match(file.name, /^bbb-/)
})
