/** After an upgrade everything is folded anew, and what is damaged keeps no node from its start. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { TALLY_RULE } from '@counterpart/casework'
import { passOver } from '../../scrub/_scrubbed.ts'
import { type PostgresHarness, postgresHarness } from '../../store/postgres/_harness.ts'
import { damagedAt } from '../_damaged.ts'
import { closed, read, two } from '../_retained.ts'
import { dossierOf, RELATION } from '../_talk.ts'
import type { Side } from '../_world.ts'
import { foldAll } from './fold-all.ts'
import { recount } from './recount.ts'
import { ownDossiers } from './terms.ts'

let harness: PostgresHarness
before(async () => {
  harness = await postgresHarness()
})
after(() => harness?.close())

const OLD = TALLY_RULE - 1
const ruleIn = (side: Side) => read(side, (reader) => reader.tallyRule())
const again = (side: Side) => recount(side.node, side.relation(RELATION))
const told = async (side: Side) =>
  (await read(side, (reader) => reader.incidents(10, ['entry-damaged']))).map(
    ({ detail }) => (detail as { dossier?: string }).dossier,
  )

/** As they stand after an upgrade. */
async function foldedBefore(side: Side, dossiers: string[]): Promise<void> {
  const rows = await Promise.all(dossiers.map((dossier) => dossierOf(side, dossier)))
  await side.node.store.locked(RELATION, async (writer) => {
    for (const row of rows)
      if (row) await writer.putDossier({ ...row, settled: { ...row.settled, state: 'of-another-rule' } })
    await writer.resetTally(OLD)
  })
}

const stateOf = async (side: Side, dossier: string) => (await dossierOf(side, dossier))?.settled.state

test('dossiers in which a row is damaged stay as they were and are told, and all others are made anew', async () => {
  const [a, b] = await two({ store: harness.store })
  const [part, header, both, sound] = [
    await closed(a, b),
    await closed(a, b),
    await closed(a, b),
    await closed(a, b),
  ]
  const state = await stateOf(a, sound)
  await foldedBefore(a, [part, header, both, sound])
  await harness.damage(RELATION, 'part', part)
  for (const dossier of [header, both]) await harness.damage(RELATION, 'header', dossier)
  await harness.damage(RELATION, 'fold', both)
  await again(a)
  assert.equal(await ruleIn(a), TALLY_RULE)
  assert.deepEqual(await Promise.all([part, header, sound].map((dossier) => stateOf(a, dossier))), [
    'of-another-rule',
    'of-another-rule',
    state,
  ])
  assert.deepEqual((await told(a)).toSorted(), [part, header, both].toSorted())
})

test('where the own dossier of a relation is damaged everything stays as it was, until that is mended', async () => {
  const [a, b] = await two()
  const sound = await closed(a, b)
  const state = await stateOf(a, sound)
  await foldedBefore(a, [sound])
  const [own = ''] = ownDossiers(a.node, a.relation(RELATION))
  const [opening] = await read(a, (reader) => reader.dossierEntries(own))
  a.node.store = damagedAt(a.node.store, new Set([`part ${opening?.leaf}`]))
  await again(a)
  assert.deepEqual([await ruleIn(a), await stateOf(a, sound)], [OLD, 'of-another-rule'])
  assert.equal((await told(a)).length, 1)
  // Counting alone would pass for folding anew, which would then never come.
  assert.equal((await passOver(a)).length, 1)
  assert.deepEqual([await ruleIn(a), await stateOf(a, sound)], [OLD, 'of-another-rule'])
  a.node.store = a.store
  await passOver(a)
  assert.deepEqual([await ruleIn(a), await stateOf(a, sound)], [TALLY_RULE, state])
})

test('where a log came back, nothing is folded over what is damaged, and it is tried again', async () => {
  const [a, b] = await two()
  const dossier = await closed(a, b)
  a.node.store = damagedAt(a.node.store, new Set([`part ${dossier}`]))
  await assert.rejects(foldAll(a.node, a.relation(RELATION)), { code: 'entry-damaged' })
  assert.equal(a.relation(RELATION).isFolded, false)
})
