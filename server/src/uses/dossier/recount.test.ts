import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TALLY_RULE, type TallySum } from '@counterpart/casework'
import type { Store } from '../../store/store.ts'
import { oneAtATime, tooLarge } from '../_damaged.ts'
import { checkAgainstRules } from '../_oracle.ts'
import { act, agree, ask, dossierOf, RELATION, talk } from '../_talk.ts'
import { newSide, type Side } from '../_world.ts'
import { foldAll } from './fold-all.ts'
import { recount } from './recount.ts'

async function sumsIn(store: Store): Promise<TallySum[]> {
  const query = { parents: [''], level: null, first: null, last: Number.MAX_SAFE_INTEGER }
  const sums = await store.read(RELATION, (reader) => reader.tallySums(query))
  const key = ({ procedure, side, measure }: TallySum) => `${procedure} ${side} ${measure}`
  return sums.filter(({ upTo }) => upTo !== 0).sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

function ruleIn(store: Store): Promise<number | null> {
  return store.read(RELATION, (reader) => reader.tallyRule())
}

/** A side with one dossier that has ended, one that has not, and one that is on its way. */
async function counted(): Promise<{
  side: Side
  other: Side
  sums: TallySum[]
  settled: string
  closed: string
}> {
  const a = await newSide('aaa', [RELATION], 1)
  const b = await newSide('bbb', [RELATION], 2)
  await agree(a, b)
  const asked = await ask(a)
  const other = await ask(b, 'another question')
  await talk(a, b)
  const { leaf } = await act(b, asked.dossier, 'answer', { on: asked.leaf, fields: { outcome: 'yes' } })
  await talk(a, b)
  await act(a, asked.dossier, 'thank', { on: leaf })
  await talk(a, b)
  await ask(a, 'on its way')
  return { side: a, other: b, sums: await sumsIn(a.store), settled: other.dossier, closed: asked.dossier }
}

const OLD = TALLY_RULE - 1

test('counts by another rule are made anew at the start, and by the same one they stay', async () => {
  const { side, sums } = await counted()
  assert.ok(sums.length > 1)
  assert.equal(await ruleIn(side.store), TALLY_RULE)
  await side.store.locked(RELATION, async (writer) => {
    await writer.resetTally(OLD)
    await writer.addTally([
      {
        parent: '',
        procedure: 'old',
        side: 'aaa',
        level: '',
        measure: 'opened',
        day: 1,
        count: 7,
        seconds: 0,
      },
    ])
  })
  await side.restart()
  assert.deepEqual(await sumsIn(side.store), sums)
  assert.equal(await ruleIn(side.store), TALLY_RULE)
  await checkAgainstRules(side)
  side.store.failNext('before', 'resetTally')
  await recount(side.node, side.relation(RELATION))
  assert.deepEqual(await sumsIn(side.store), sums)
})

test('counting that failed half way left nothing, and the next start does it again', async () => {
  const { side, sums } = await counted()
  await side.store.locked(RELATION, (writer) => writer.resetTally(OLD))
  for (const method of ['dossiers', 'addTally', 'commit'] as const) {
    side.store.failNext(method === 'commit' ? 'before' : 'after', method)
    await assert.rejects(recount(side.node, side.relation(RELATION)), { code: 'database-unreachable' })
    assert.deepEqual([await sumsIn(side.store), await ruleIn(side.store)], [[], OLD], method)
  }
  await side.restart()
  assert.deepEqual(await sumsIn(side.store), sums)
  await checkAgainstRules(side)
})

test('what was folded by another rule is folded anew from the entries, every page of it', async () => {
  const { side, sums, settled } = await counted()
  const before = await dossierOf(side, settled)
  assert.ok(before)
  await side.store.locked(RELATION, async (writer) => {
    const wrong = { ...before.settled, state: 'of-another-rule' }
    await writer.putDossier({ ...before, settled: wrong, ahead: wrong, waits: null, turn: null })
    await writer.resetTally(OLD)
  })
  await recount(side.node, side.relation(RELATION), 1)
  const after = await dossierOf(side, settled)
  assert.deepEqual({ ...after, at: null }, { ...before, at: null })
  assert.deepEqual(await sumsIn(side.store), sums)
  assert.equal(await ruleIn(side.store), TALLY_RULE)
  await checkAgainstRules(side)
})

test('dossiers that are too large together are folded anew in smaller pages, also where a log came back', async () => {
  for (const anew of [recount, foldAll]) {
    const { side, sums, settled } = await counted()
    const before = (await dossierOf(side, settled)) ?? assert.fail()
    await side.store.locked(RELATION, async (writer) => {
      await writer.putDossier({ ...before, settled: { ...before.settled, state: 'of-another-rule' } })
      await writer.resetTally(OLD)
    })
    side.node.store = oneAtATime(side.store)
    await anew(side.node, side.relation(RELATION))
    assert.deepEqual((await dossierOf(side, settled))?.settled, before.settled, anew.name)
    assert.deepEqual(await sumsIn(side.store), sums)
    await checkAgainstRules(side)
  }
})

test('one that is too large by itself stays as it was and is told, and keeps nothing else from being made anew', async () => {
  for (const anew of [recount, foldAll]) {
    const { side, other, sums, settled, closed } = await counted()
    const before = (await dossierOf(side, closed)) ?? assert.fail()
    await side.store.locked(RELATION, async (writer) => {
      await writer.putDossier({ ...before, settled: { ...before.settled, state: 'of-another-rule' } })
      await writer.resetTally(OLD)
    })
    side.node.store = tooLarge(side.store, settled)
    await anew(side.node, side.relation(RELATION))
    assert.deepEqual((await dossierOf(side, closed))?.settled, before.settled, anew.name)
    assert.deepEqual(await sumsIn(side.store), sums)
    const told = await side.store.read(RELATION, (reader) => reader.incidents())
    assert.deepEqual(
      told.map(({ code, detail }) => [code, detail]),
      [['dossier-too-large', { what: 'more than is read at once', dossier: settled }]],
    )
    // It is counted as it stands, so that what changes in it is counted as a change.
    side.node.store = side.store
    await act(side, settled, 'answer', { on: settled, fields: { outcome: 'yes' } })
    await talk(side, other)
    const after = await sumsIn(side.store)
    assert.notDeepEqual(after, sums)
    await side.store.locked(RELATION, (writer) => writer.resetTally(OLD))
    await recount(side.node, side.relation(RELATION))
    assert.deepEqual(await sumsIn(side.store), after)
  }
})
