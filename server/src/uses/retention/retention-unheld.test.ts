import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digestOf } from '@counterpart/casework'
import { ERRAND, PROCEDURES } from '../_pacts.ts'
import { DAY, ends, read } from '../_retained.ts'
import { act, agree, RELATION, request, talk } from '../_talk.ts'
import { newSide, officer, type Side } from '../_world.ts'
import { record } from '../record/record.ts'
import { dossierEnds } from './part-ends.ts'

test('RETENTION-1 what a declaration keeps for thirty years is destroyed no sooner where that declaration is not held any more', async () => {
  const errand = PROCEDURES.get(ERRAND) ?? assert.fail()
  const { parts } = errand.procedure
  const procedure = { ...errand.procedure, parts: { ...parts, person: { personal: true, keep: 'P30Y' } } }
  const long = digestOf(procedure)
  const procedures = new Map([...PROCEDURES, [long, { ...errand, procedure }]])
  const a = await newSide('aaa', [RELATION], 1, {}, { procedures })
  const b = await newSide('bbb', [RELATION], 2, {}, { procedures })
  await agree(a, b, RELATION, [long])
  const { dossier } = await record(a.node, a.relation(RELATION), {
    kind: 'open',
    request: request(),
    author: officer('aaa'),
    procedure: long,
    act: 'ask',
    fields: { title: 'one', name: 'Invented Person' },
    handling: 'H1',
  })
  await talk(a, b)
  const answer = await act(b, dossier, 'answer', { on: dossier, fields: { outcome: 'yes' } })
  await talk(a, b)
  await act(a, dossier, 'thank', { on: answer.leaf })
  await talk(a, b)
  const years = async (side: Side) => {
    const [first] = (await ends(side, dossier)).ends
    return Math.round(((first?.at ?? 0) - side.time.now) / (365.25 * DAY))
  }
  assert.deepEqual([await years(a), await years(b)], [30, 30])
  // Of an entry in no dossier that stands nobody but its author says anything.
  const nowhere = await read(a, (reader) =>
    dossierEnds(
      a.node,
      a.relation(RELATION),
      Object.create(reader, { dossier: { value: async () => null } }),
      dossier,
    ),
  )
  const [inNone] = nowhere.ends
  assert.equal(inNone?.keep, 'P30Y')
  assert.equal(Math.round(((inNone?.at ?? 0) - a.time.now) / (365.25 * DAY)), 10)
  procedures.delete(long)
  assert.deepEqual([await years(a), await years(b)], [30, 30])
})
