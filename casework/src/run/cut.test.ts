import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { logOf, newNode, receive, record, settle, type TwoLogs } from './_nodes.ts'
import { order } from './_order.ts'
import {
  AAA,
  BASIS,
  BBB,
  BEGIN,
  MONDAY,
  PARTIES,
  procedureOf,
  RELATION,
  SAMPLE,
  SAMPLE_2,
  write,
} from './_sample.ts'
import { anyStep, BASIC, begun, foldAll, readerOf, writtenBasis } from './_schedule.ts'
import { isSettledWithin, lengthsOf } from './cut.ts'
import type { Entry, Party, Placed } from './entry.ts'
import { fold, step } from './fold.ts'
import { dossierOf } from './identity.ts'
import { termsReader } from './terms-reader.ts'

const anyCut = fc.record({ keeper: fc.nat(9), guest: fc.nat(9) })

test('CUT-4 a reading through a cut is the fold of what is settled within it, by the rule of its own keeper', () => {
  const anyBasis = anyStep.filter((step) => step.do === 'basis')
  const lawless = fc.array(fc.record({ seen: fc.nat(9), basis: anyBasis, own: fc.boolean() }), {
    minLength: 8,
    maxLength: 16,
    size: 'max',
  })
  fc.assert(
    fc.property(lawless, anyCut, fc.constantFrom(AAA, BBB), (rows, cut, asking) => {
      const logs: Record<Party, Entry[]> = { [AAA]: [], [BBB]: [] }
      write(logs[AAA] ?? [], AAA, { kind: 'open', procedure: BASIS, act: 'found', kept: { title: 'x' } })
      for (const { seen, basis, own } of rows) {
        const party = basis.side === 0 ? AAA : BBB
        const node = { party, other: party === AAA ? BBB : AAA, logs, clock: 0 }
        const listing = { ...basis, act: party === AAA ? 'list-first' : 'list-second' } as const
        write(logs[party] ?? [], party, { ...writtenBasis(node, own ? listing : basis), seen })
      }
      const inside = (placed: readonly Placed[]) =>
        placed.filter(({ entry }) => dossierOf(entry, RELATION, procedureOf) === BASIC)
      const base = { parties: PARTIES, relation: RELATION, procedure: procedureOf }
      const reader = termsReader(inside(order(logs, AAA)), AAA, base)
      const lengths = lengthsOf(cut, asking, PARTIES)
      const ended = {
        [AAA]: (logs[AAA] ?? []).slice(0, lengths[AAA]),
        [BBB]: (logs[BBB] ?? []).slice(0, lengths[BBB]),
      }
      const within = inside(order(ended, AAA)).filter(({ settler }) => settler !== null)
      assert.deepEqual(
        within.map(({ entry }) => entry.leaf),
        inside(order(logs, AAA))
          .filter((one) => isSettledWithin(one, AAA, lengths))
          .map(({ entry }) => entry.leaf),
      )
      const direct = termsReader(within, AAA, base)({ keeper: 999, guest: 999 }, AAA)
      assert.deepEqual(reader(cut, asking), direct)
      assert.deepEqual(reader(cut, asking), direct, 'asked again')
    }),
    { numRuns: 400 },
  )
})

test('CUT-6 A use · B end, and delivery of either: what was seen through the cut stays', () => {
  const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
  const list = (node: TwoLogs, act: string, digest: string) =>
    record(node, {
      procedure: BASIS,
      dossier: BASIC,
      act,
      kept: { [act === 'list-first' ? 'accepts-first' : 'accepts-second']: [{ party: node.party, digest }] },
    })
  record(a, { kind: 'open', procedure: BASIS, act: 'found', kept: { title: 'x' } })
  settle(a, b)
  list(a, 'list-first', SAMPLE)
  list(b, 'list-second', SAMPLE)
  settle(a, b)
  const use = record(a, BEGIN)
  list(b, 'list-second', SAMPLE_2)
  const verdictAt = (node: TwoLogs) =>
    foldAll(node, readerOf(node)).find(({ id }) => id === use.leaf)?.folded.judged[0]?.verdict.kind
  assert.equal(verdictAt(a), 'effective')
  receive(a, logOf(b, BBB))
  assert.equal(verdictAt(a), 'effective', 'recorded before it was ended')
  settle(a, b)
  assert.deepEqual([verdictAt(a), verdictAt(b)], ['effective', 'effective'])
  const late = record(a, BEGIN)
  assert.equal(
    foldAll(a, readerOf(a)).find(({ id }) => id === late.leaf)?.folded.judged[0]?.verdict.kind,
    'void',
  )
})

test('CUT-5 a deadline lasts as agreed within the cut of the act that started it, and no agreement reaches back', () => {
  const [a, b] = begun(0)
  const durations = [{ name: 'sample.reply.fast', counts: 'hours', lasts: 'PT1H' }]
  const tabled = record(a, { procedure: BASIS, dossier: BASIC, act: 'table', kept: { durations } })
  const proposed = record(a, BEGIN)
  settle(a, b)
  record(b, { procedure: BASIS, dossier: BASIC, act: 'adopt', on: tabled.leaf })
  const unsettled = record(a, BEGIN)
  settle(a, b)
  const agreed = record(a, BEGIN)
  settle(a, b)
  const lasts = (node: TwoLogs, { leaf }: Entry) => {
    const clock = foldAll(node, readerOf(node)).find(({ id }) => id === leaf)?.folded.settled?.clock
    return clock && (clock.due - clock.started) / 3600
  }
  for (const node of [a, b])
    assert.deepEqual([lasts(node, proposed), lasts(node, unsettled), lasts(node, agreed)], [48, 48, 1])
})

test("CUT-5 the relation's own dossier reads itself where it stands", () => {
  const [a, b] = begun(0)
  const durations = [{ name: 'basis.answer', counts: 'hours', lasts: 'PT1H' }]
  const tabled = record(a, { procedure: BASIS, dossier: BASIC, act: 'table', kept: { durations } })
  settle(a, b)
  record(b, { procedure: BASIS, dossier: BASIC, act: 'adopt', on: tabled.leaf })
  settle(a, b)
  record(a, { procedure: BASIS, dossier: BASIC, act: 'ask' })
  settle(a, b)
  const nobody = () => assert.fail('nothing outside is read')
  const basis = (node: TwoLogs) => foldAll(node, readerOf(node)).find(({ id }) => id === BASIC)
  const found = basis(a)
  assert.ok(found)
  const [last] = found.placed.slice(-1)
  const before = fold(found.procedure, found.placed.slice(0, -1), found.context).state
  assert.ok(last && before)
  const clock = step(found.procedure, before, last, { ...found.context, terms: nobody }).state?.clock
  assert.equal(clock && clock.due - clock.started, 3600)
})
