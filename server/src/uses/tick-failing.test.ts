import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StoreMethod } from '../store/memory/memory-store.ts'
import { actsIn, alarmed, HOUR, ring, wake } from './_alarm-world.ts'
import { ALARM } from './_alarms.ts'
import { checkAgainstRules } from './_oracle.ts'
import { dossierOf, talk } from './_talk.ts'
import { pass, type Side } from './_world.ts'

const METHODS: StoreMethod[] = [
  'heads',
  'waking',
  'answered',
  'dossierEntries',
  'dossier',
  'parts',
  'append',
  'putCheckpoint',
  'putJudged',
  'putDossier',
  'addTally',
  'putAnswered',
  'commit',
]

async function raisedOnce(a: Side, b: Side, dossiers: readonly string[]): Promise<void> {
  await talk(a, b)
  for (const dossier of dossiers) {
    for (const side of [a, b])
      assert.deepEqual((await actsIn(side, dossier)).sort(), ['aaa ring', 'bbb raise-unopened'])
    assert.deepEqual((await dossierOf(a, dossier))?.settled, (await dossierOf(b, dossier))?.settled)
  }
  for (const side of [a, b]) await checkAgainstRules(side)
}

/** What a timer does: what could not be done now, the next tick does. */
async function ticks(side: Side, times: number): Promise<void> {
  for (let i = 0; i < times; i++)
    await wake(side).catch((error: unknown) => {
      if (typeof (error as { code?: unknown }).code !== 'string') throw error
    })
}

for (const method of METHODS)
  for (const when of ['before', 'after'] as const)
    test(`a store that fails ${when} ${method} does not make the clock raise twice, nor not at all`, async () => {
      const [a, b] = await alarmed()
      const dossiers = [await ring(a, ALARM), await ring(a, ALARM)]
      await talk(a, b)
      pass(2 * HOUR + 1, a, b)
      b.store.failNext(when, method)
      await ticks(b, 3)
      await raisedOnce(a, b, dossiers)
    })

for (const inFlight of ['lost', 'kept'] as const)
  test(`a node that dies while it raises, with the commit ${inFlight}, raises once`, async () => {
    let dying = false
    const [a, b] = await alarmed({
      sync: async () => {
        if (!dying) return
        dying = false
        b.die(inFlight)
      },
    })
    const dossiers = [await ring(a, ALARM), await ring(a, ALARM)]
    await talk(a, b)
    pass(2 * HOUR + 1, a, b)
    dying = true
    await ticks(b, 1)
    assert.equal(dying, false, 'it has died')
    await b.restart()
    await talk(a, b)
    await ticks(b, 2)
    await raisedOnce(a, b, dossiers)
  })
