/** What follows from entries that are given back at any time before the next log begins. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { custodyName, formatSizes, type Given, signStatement } from '@counterpart/protocol'
import { allow, bringBack, two } from '../uses/_brought-back.ts'
import { act, agree, ask, dossierOf, headsOf, lineOf, RELATION, say, talk } from '../uses/_talk.ts'
import { fakeSigner, newSide, type Side } from '../uses/_world.ts'
import { receive } from '../uses/receive/receive.ts'
import { makeStep } from '../uses/send/batch.ts'
import { LinkFailure } from '../wire/link.ts'
import type { Channel } from './channel.ts'

const NONCE = new Uint8Array(16)

/** It says that it holds all that `lost` has, and has no more itself, and does not say where the log of `lost` ends. */
function saysNothingNew(lost: Side, other: Side): Channel {
  return {
    ...lineOf(lost, other),
    close: () => Promise.reject(new LinkFailure('busy')),
    ask: async (nonce) => {
      const { ours, theirs } = await headsOf(lost)
      const sizes = { ours: theirs.size, theirs: ours.size }
      const said = { relation: RELATION, from: 'bbb', nonce, time: other.time.now, ...sizes }
      const statement = signStatement(said, fakeSigner(custodyName('bbb.test', RELATION)))
      return formatSizes({ statement, head: null })
    },
  }
}

/** It answers with what comes after all that `lost` holds, and gives its log back under its own head alone (GIVE-2). */
function givesAfterGap(lost: Side, other: Side): Channel {
  return {
    ...saysNothingNew(lost, other),
    ask: lineOf(lost, other).ask,
    sync: async ({ nonce }) => {
      const { ours } = await headsOf(lost)
      const said = { start: 1000, holds: ours.size, held: null, checkpoint: null, cosignature: null }
      return { relation: RELATION, from: 'bbb', epoch: 1, nonce, entries: [], ...said }
    },
    giveBack: ({ log, start, nonce }) =>
      other.store.read(RELATION, async (reader): Promise<Given> => {
        const { ours } = await reader.heads()
        if (log !== 'bbb' || start >= ours.size) throw new LinkFailure('not-found')
        const rows = await reader.entries('bbb', start, { entries: 100, bytes: 1e9 })
        const parts = await reader.parts(rows.map(({ leaf }) => leaf))
        const entries = rows.map(({ leaf, bytes }) => ({
          header: bytes,
          parts: (parts.get(leaf) ?? []).flatMap((part) => (part.state === 'held' ? [part] : [])),
        }))
        const { note = '' } = (await reader.checkpointFrom('bbb', ours.size)) ?? {}
        return { nonce, start, head: { note, cosignature: null }, entries }
      }),
  }
}

test('GIVE-4 what is given back once everything was folded is folded too before the next log begins', async () => {
  const [a, b] = [await newSide('aaa', [RELATION], 1), await newSide('bbb', [RELATION], 2)]
  await agree(a, b)
  const { dossier } = await ask(a)
  await talk(a, b)
  await act(a, dossier, 'withdraw')
  await bringBack(a)
  await allow(b)
  const refused = (line: Channel, code: string) => assert.rejects(say(a, line), { code })
  await refused(saysNothingNew(a, b), 'held-start')
  await two(a)
  // It comes as far as the question where its log ends, and everything was folded before that.
  await refused(saysNothingNew(a, b), 'busy')
  const sent = await a.store.read(RELATION, (reader) =>
    makeStep(a.node, a.relation(RELATION), reader, { nonce: NONCE, start: 0 }),
  )
  await receive(b.node, b.relation(RELATION), sent)
  await say(a, givesAfterGap(a, b))
  assert.equal((await headsOf(a)).theirs.size, (await headsOf(b)).ours.size)
  await talk(a, b)
  assert.equal((await headsOf(a)).ours.epoch, 2)
  const states = [a, b].map(async (side) => (await dossierOf(side, dossier))?.settled.state)
  assert.deepEqual(await Promise.all(states), ['done', 'done'])
})
