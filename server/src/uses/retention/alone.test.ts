/** What a counterpart puts into entries of no dossier beside their kept part, which no node of ours writes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  canonicalJson,
  encodeHeader,
  leafHash,
  partDigest,
  type StepEntry,
  utf8,
} from '@counterpart/protocol'
import { passOver } from '../../scrub/_scrubbed.ts'
import { givenBack } from '../_brought-back.ts'
import { SALT } from '../_hostile.ts'
import { DAY, ends, passTo, read, records, states, time, two } from '../_retained.ts'
import { ask, headsOf, RELATION, talk } from '../_talk.ts'
import { pass, type Side } from '../_world.ts'
import { writes } from '../_writes.ts'

async function withPerson(side: Side, header: object, kept: object, keep = 'P5D'): Promise<StepEntry> {
  const { theirs } = await headsOf(side)
  const bodies = Object.entries({ kept, person: { name: 'Invented Person' } }).map(([name, value]) => ({
    name,
    salt: SALT,
    bytes: utf8(canonicalJson(value)),
  }))
  const parts = bodies.map(({ name, bytes }) => ({
    name,
    digest: partDigest(SALT, bytes),
    keep: name === 'kept' ? 'always' : keep,
  }))
  const place = { v: 1, relation: RELATION, seen: theirs.size, time: side.time.now }
  return { header: encodeHeader({ ...place, parts, ...header } as never), parts: bodies }
}

const mark = (side: Side, keep?: string) =>
  withPerson(side, { kind: 'mark' }, { states: '0'.repeat(64), verdicts: [] }, keep)
const leafOf = ({ header }: StepEntry) => leafHash(header)

test('RETENTION-1 parts of entries in no dossier end as their headers say, on either side, and are named', async () => {
  const [a, b] = await two()
  const entries = [
    await withPerson(b, { kind: 'destroyed' }, { backups: 1, parts: [] }),
    await mark(b),
    await mark(b, 'P50Y'),
  ]
  const [record = '', short = '', long = ''] = entries.map(leafOf)
  const under = { dossier: short, office: 'bbb-office', officer: 'bbb-1', approver: 'bbb-2' }
  // Under the name of a mark as a dossier its author says for how long everything in that is kept.
  const stay = await withPerson(
    b,
    { kind: 'stay', ...under },
    { until: b.time.now + 3000 * DAY, ground: 'court' },
  )
  await writes(b, [...entries, stay])
  await talk(a, b)
  const known = (await ends(a, short)).ends.find(({ leaf }) => leaf === short)?.at ?? 0
  const knownThere = (await ends(b, short)).ends.find(({ leaf }) => leaf === short)?.at
  assert.ok(known > a.time.now && known === knownThere, `${known} ${knownThere}`)
  await passTo(known - 1, a, b)
  await time(a)
  assert.deepEqual(await held(a, [record, short, long]), [true, true, true])
  await passTo(known, a, b)
  await time(a)
  assert.deepEqual(await held(a, [record, short, long]), [false, false, true])
  assert.equal((await records(a)).length, 1)
  await talk(a, b)
  const said = await read(b, (reader) => reader.deletions([record, short]))
  assert.deepEqual(
    [...said.values()]
      .flat()
      .map(({ side, leaf, name, why }) => [side, leaf, name, why])
      .toSorted(),
    [record, short].map((leaf) => ['aaa', leaf, 'person', 'time']).toSorted(),
  )
  await passTo(known + 3653 * DAY, a, b)
  for (let round = 0; round < 3; round++) await time(a)
  assert.deepEqual(await held(a, [record, short, long]), [false, false, false])
  assert.deepEqual(await passOver(a), [])
})

test('RETENTION-1 RETENTION-13 parts of an entry in no dossier end after the log was given back, and after their day was forgotten', async () => {
  const [a, b] = await two()
  const backup = a.store.rows(RELATION).copy()
  const one = await mark(b)
  await writes(b, [one])
  await ask(a)
  await talk(a, b)
  a.store.bringBack(RELATION, backup)
  await a.restart()
  await givenBack(a, b)
  assert.deepEqual(await states(a, leafOf(one)), ['person held'])
  // Nothing of ours covers it yet: a mark asks for no other.
  await time(a)
  await ask(a)
  await talk(a, b)
  pass(DAY, a, b)
  await talk(a, b)
  await time(a)
  const end = (await ends(a, leafOf(one))).ends[0]?.at
  assert.deepEqual((await read(a, (reader) => reader.storedFalling([leafOf(one)]))).get(leafOf(one)), {
    at: end,
    recalled: null,
  })
  pass(6 * DAY, a, b)
  await talk(a, b)
  await a.store.locked(RELATION, (writer) => writer.putFalling(leafOf(one), null))
  await time(a)
  assert.deepEqual(await states(a, leafOf(one)), ['person held'])
  await passOver(a)
  await time(a)
  assert.deepEqual(await states(a, leafOf(one)), ['person destroyed'])
})

async function held(side: Side, leaves: readonly string[]): Promise<boolean[]> {
  const found = await read(side, (reader) => reader.partStates([...leaves]))
  return leaves.map(
    (leaf) => found.get(leaf)?.some(({ name, state }) => name === 'person' && state === 'held') === true,
  )
}
