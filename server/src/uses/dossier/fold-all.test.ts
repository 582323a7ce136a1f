import assert from 'node:assert/strict'
import { test } from 'node:test'
import { agree, ask, RELATION, talk } from '../_talk.ts'
import { newSide } from '../_world.ts'
import { foldAll } from './fold-all.ts'

test('what was not folded because its commit failed is not gone on from as if it were', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  await ask(a)
  await talk(a, b)
  const relation = a.relation(RELATION)
  relation.isFolded = false
  a.store.failNext('before', 'commit')
  await assert.rejects(foldAll(a.node, relation))
  assert.equal(relation.isFolded, false)
  await foldAll(a.node, relation)
  assert.equal(relation.isFolded, true)
})
