import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digestOf, type Procedure } from '@counterpart/casework'
import {
  canonicalJson,
  encodeHeader,
  type Header,
  leafHash,
  partDigest,
  type StepEntry,
  utf8,
} from '@counterpart/protocol'
import { SALT } from '../_hostile.ts'
import { ERRAND, PROCEDURES } from '../_pacts.ts'
import { act, agree, headsOf, RELATION, say } from '../_talk.ts'
import { channelTo, newSide, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'

const errand = PROCEDURES.get(ERRAND)?.procedure ?? assert.fail()
/** As the errand, but nobody asks without a name. */
const named: Procedure = {
  ...errand,
  name: 'named',
  acts: { ...errand.acts, ask: { ...(errand.acts.ask ?? assert.fail()), needs: ['title', 'name'], may: [] } },
}
const NAMED = digestOf(named)
const procedures = new Map([...PROCEDURES, [NAMED, { procedure: named, texts: {} }]]) as typeof PROCEDURES

/** A request whose person is not given: recalled in a dossier, and said to have never left. */
async function requestWithout(
  side: Side,
  dossier: string | null,
): Promise<{ leaf: string; entries: StepEntry[] }> {
  const place = { v: 1, relation: RELATION, seen: (await headsOf(side)).theirs.size, time: side.time.now }
  const written = (said: object, kept: object, person?: object): StepEntry => {
    const bytes = utf8(canonicalJson(kept))
    const parts = [{ name: 'kept', digest: partDigest(SALT, bytes), keep: 'always' }]
    if (person)
      parts.push({ name: 'person', digest: partDigest(SALT, utf8(canonicalJson(person))), keep: 'P30D' })
    const header = encodeHeader({ ...place, parts, ...said } as unknown as Header)
    return { header, parts: [{ name: 'kept', salt: SALT, bytes }] }
  }
  const by = { office: 'aaa-office', officer: 'one' }
  const asked = written(
    { ...by, kind: 'open', procedure: NAMED, act: 'ask', handling: 'H1' },
    { title: 'Somebody (invented)' },
    { name: 'Person (invented)' },
  )
  const leaf = leafHash(asked.header)
  const recall = written(
    { ...by, kind: 'recall', approver: 'two', dossier: dossier ?? leaf, on: leaf },
    { parts: ['person'], ground: 'wrong' },
  )
  const destroyed = written(
    { kind: 'destroyed' },
    { backups: 1, parts: [{ leaf, name: 'person', why: 'undelivered' }] },
  )
  return { leaf, entries: [asked, recall, destroyed] }
}

async function pair(): Promise<[Side, Side]> {
  const a = await newSide('aaa', [RELATION], 1, {}, { procedures })
  const b = await newSide('bbb', [RELATION], 2, {}, { procedures })
  await agree(a, b, RELATION, [ERRAND, NAMED])
  return [a, b]
}

test('RETENTION-10 RETENTION-11 what was recalled before it left is taken without it, and nobody builds on it', async () => {
  const [a, b] = await pair()
  const { leaf, entries } = await requestWithout(a, null)
  await writes(a, entries)
  await say(a, channelTo(b, RELATION))
  assert.equal((await headsOf(b)).theirs.size, (await headsOf(a)).ours.size)
  const answer = { on: leaf, fields: { outcome: 'yes' } }
  await assert.rejects(act(b, leaf, 'answer', answer), { code: 'on-recalled' })
})

test('RETENTION-11 a recall that stands in another dossier holds nothing back: nobody would be told of it', async () => {
  const [a, b] = await pair()
  const before = (await headsOf(b)).theirs.size
  await writes(a, (await requestWithout(a, 'ee'.repeat(32))).entries)
  await assert.rejects(say(a, channelTo(b, RELATION)), { code: 'part-missing' })
  assert.equal((await headsOf(b)).theirs.size, before)
})
