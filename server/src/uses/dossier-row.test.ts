import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entry } from './_hostile.ts'
import { agree, ask, dossierOf, headsOf, RELATION, talk } from './_talk.ts'
import { newSide } from './_world.ts'
import { writes } from './_writes.ts'

test('an act of theirs without effect opens a dossier to no office of ours', async () => {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const { dossier } = await ask(a)
  await talk(a, b)
  const before = (await dossierOf(a, dossier))?.offices
  assert.ok(before && before.length > 0)
  const { size: seen } = (await headsOf(b)).theirs
  const place = { dossier, seen, time: b.time.now }
  const more = ['no-such-act', 'answer'].map((act) =>
    entry({ kind: 'act', act, office: 'aaa-other', kept: { to: 'aaa-hidden-post' }, ...place }),
  )
  await writes(b, more)
  await talk(a, b)
  assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
  assert.deepEqual((await dossierOf(a, dossier))?.offices, before)
})
