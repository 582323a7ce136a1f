import assert from 'node:assert/strict'
import { test } from 'node:test'
import { damaged } from '../uses/_damaged.ts'
import { act, agree, ask, dossierOf, RELATION, talk } from '../uses/_talk.ts'
import { newSide } from '../uses/_world.ts'
import { extensionsOf } from './extensions.ts'
import { declarationOf, look } from './look.ts'
import { ladderOf } from './rungs.ts'

test('a page with an extension reads its own dossier, and not all that the parties ever agreed', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a)
  await talk(a, b)
  await act(b, dossier, 'note', {
    fields: { message: { en: { text: 'later', standing: 'authoritative' } } },
  })
  const row = (await dossierOf(b, dossier)) ?? assert.fail()
  const read: string[] = []
  b.node.store = damaged(b.node.store, (reader) => ({
    dossierEntries(id) {
      read.push(id)
      return reader.dossierEntries(id)
    },
  }))
  await look(b.node, b.relation(RELATION), async (at) => {
    const declared = declarationOf(b.node, row)
    const { rungs } = await ladderOf(at, row, declared)
    const { note = assert.fail(), ...acts } = declared.acts
    const extending = { ...declared, acts: { ...acts, note: { ...note, clock: 'extend' as const } } }
    read.length = 0
    await extensionsOf(at, dossier, extending, rungs)
  })
  assert.deepEqual(new Set(read), new Set([dossier]))
})
