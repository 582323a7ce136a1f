import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StoreMethod } from '../../store/memory/memory-store.ts'
import { entry } from '../_hostile.ts'
import { agree, ask, RELATION, talk } from '../_talk.ts'
import { newSide } from '../_world.ts'
import { writes } from '../_writes.ts'
import { ownDossiers } from './terms.ts'

test('what was agreed is read once, however many acts rest on it, and again when there is more', async () => {
  const calls: StoreMethod[] = []
  const a = await newSide('aaa', [RELATION], 1, { onCall: (method) => void calls.push(method) })
  const b = await newSide('bbb', [RELATION], 2)
  const own = await agree(a, b)
  assert.ok(ownDossiers(a.node, a.relation(RELATION)).includes(own))
  const readsOf = async (work: () => Promise<unknown>) => {
    calls.length = 0
    await work()
    return calls.filter((method) => method === 'dossierEntries').length / 2
  }
  await ask(a)
  assert.equal(await readsOf(() => ask(a)), 0)
  await talk(a, b)
  assert.equal(await readsOf(() => ask(a)), 0)
  await writes(b, [entry({ kind: 'act', act: 'no-such-act', dossier: own, office: 'bbb-office' })])
  await talk(a, b)
  await ask(a)
  assert.equal(await readsOf(() => ask(a)), 0)
})
