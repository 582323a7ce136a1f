import assert from 'node:assert/strict'
import test from 'node:test'
import type { Header } from '@counterpart/protocol'
import fc from 'fast-check'
import { checkProcedure } from '../language/check.ts'
import { type Act, fieldsRead, type Procedure } from '../language/index.ts'
import { foldAt, newNode, receive, record, settle, type TwoLogs } from './_nodes.ts'
import { OUTING, outing } from './_outing.ts'
import { AAA, AGREED, BBB, MONDAY, PARTIES, type Written } from './_sample.ts'
import { holds } from './condition.ts'
import { decide } from './decide.ts'
import type { DossierState, Entry, Verdict } from './entry.ts'

type Kept = Record<string, unknown>
type Told = [side: string, act: string, kept?: Kept, on?: number]

const code = (verdict: Verdict | undefined) =>
  verdict?.kind === 'effective' ? 'effective' : `${verdict?.kind} ${verdict?.code}`

function written(act: string, kept: Kept, entries: readonly Entry[], on: number | undefined): Written {
  const answered = on === undefined ? {} : { on: entries[on]?.leaf ?? '' }
  const dossier = entries[0]?.leaf
  return {
    kind: dossier === undefined ? 'open' : 'act',
    act,
    kept,
    procedure: OUTING,
    ...(dossier === undefined ? {} : { dossier }),
    ...answered,
  }
}

/** Acts of one dossier, each settled before the next; both sides have to find the same. */
function play(...told: Told[]) {
  const nodes: [TwoLogs, TwoLogs] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
  const entries: Entry[] = []
  for (const [side, act, kept = {}, on] of told) {
    entries.push(record(side === AAA ? nodes[0] : nodes[1], written(act, kept, entries, on)))
    settle(...nodes)
  }
  return read(nodes, entries)
}

function read(nodes: [TwoLogs, TwoLogs], entries: Entry[]) {
  const [here, there] = nodes.map((node) => foldAt(node, entries))
  assert.ok(here && there)
  assert.deepEqual(here, there)
  const verdicts = entries.map(({ leaf }) =>
    code(here.judged.find(({ placed }) => placed.entry.leaf === leaf)?.verdict),
  )
  return { state: here.settled as DossierState, verdicts, last: verdicts.at(-1) }
}

const date = (day: string) => ({ date: day })
const plan = (kept: Kept = {}): Told => [AAA, 'plan', { label: 'x', ...kept }]

test('the invented procedure is one that can stand', () => {
  assert.deepEqual(checkProcedure(outing), [])
})

test('PROCEDURE-13 a rule is asked of an opening', () => {
  const cases: [Kept, string][] = [
    [{ begins: date('2024-05-02'), ends: date('2024-05-01') }, 'void contradiction'],
    [{ begins: date('2024-05-02'), ends: date('2024-05-02') }, 'effective'],
    [{ begins: date('2024-05-02'), ends: date('2024-05') }, 'effective'],
    [{ begins: date('2024-05-02'), ends: date('2024-04') }, 'void contradiction'],
    [{ ends: date('2024-05-01') }, 'effective'],
    [{ said: 'number', amount: 3 }, 'effective'],
    [{ said: 'number' }, 'void contradiction'],
    [{ said: 'word', word: 'many', amount: 3 }, 'void contradiction'],
    [{ amount: 3 }, 'void contradiction'],
    [{}, 'effective'],
  ]
  for (const [kept, expected] of cases)
    assert.equal(play(plan(kept)).last, expected, `${JSON.stringify(kept)}`)
})

test('PROCEDURE-13 a rule is asked of a later act, over what stands', () => {
  const begun = plan({ begins: date('2024-05-02') })
  assert.equal(play(begun, [BBB, 'turn', { ends: date('2024-05-01') }]).last, 'void contradiction')
  const { last, state } = play(begun, [BBB, 'turn', { ends: date('2024-05-03') }])
  assert.deepEqual([last, state.kept.ends], ['effective', date('2024-05-03')])
  const turned: Told[] = [begun, [AAA, 'turn', { ends: date('2024-05-03') }]]
  assert.equal(play(...turned, [AAA, 'leave', { begins: date('2024-05-04') }]).last, 'void contradiction')
})

test('PROCEDURE-13 a proposal is asked beforehand, and again when it is adopted', () => {
  const begun = plan({ begins: date('2024-05-02') })
  assert.equal(play(begun, [BBB, 'suggest', { ends: date('2024-05-01') }]).last, 'void contradiction')
  const suggested: Told[] = [begun, [BBB, 'suggest', { ends: date('2024-05-03') }]]
  assert.equal(play(...suggested, [AAA, 'agree', {}, 1]).last, 'effective')
  const left: Told[] = [...suggested, [AAA, 'leave', { begins: date('2024-06-01') }]]
  const { verdicts, state } = play(...left, [AAA, 'agree', {}, 1])
  assert.deepEqual(verdicts, ['effective', 'effective', 'effective', 'void contradiction'])
  assert.deepEqual([state.kept.begins, state.kept.ends], [date('2024-06-01'), undefined])
})

test('PROCEDURE-13 an act that has become a contradiction on its way is overtaken', () => {
  const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
  const entries = [record(a, written('plan', { label: 'x', begins: date('2024-05-02') }, [], undefined))]
  settle(a, b)
  entries.push(record(b, written('turn', { ends: date('2024-05-03') }, entries, undefined)))
  entries.push(record(a, written('leave', { begins: date('2024-05-04') }, entries, undefined)))
  receive(a, b.logs[BBB] ?? [])
  settle(a, b)
  assert.deepEqual(read([a, b], entries).verdicts, ['effective', 'overtaken contradiction', 'effective'])
})

/** The verdict on an act of the keeper in a dossier that stands, under a changed declaration. */
function asked(change: Partial<Procedure>, state: DossierState, act: string, kept: Kept): string {
  const header: Header = {
    v: 1,
    kind: 'act',
    act,
    seen: 0,
    time: MONDAY,
    parts: [],
    dossier: state.id,
    office: 'aaa-office',
    officer: 'o1',
    handling: 'H1',
    procedure: OUTING,
  }
  return code(decide({ ...outing, ...change }, state, { by: AAA, header, kept, parts: [] }, AGREED, PARTIES))
}

test('PROCEDURE-13 a rule is not asked of an act that brings none of its fields', () => {
  const strict = { rules: { strict: { present: 'word' }, turned: { present: 'ends' } } } as const
  const { state } = play(plan())
  assert.equal(asked(strict, state, 'wave', {}), 'effective')
  assert.equal(asked(strict, state, 'wave', { label: 'y' }), 'effective')
  assert.equal(asked(strict, state, 'turn', { ends: date('2024') }), 'effective')
})

test('PROCEDURE-13 an act that only drops is asked too', () => {
  const hush: Act = { by: 'either', roles: [], from: ['planned'], needs: [], drops: ['amount'] }
  const { state } = play(plan({ said: 'number', amount: 3 }))
  assert.equal(asked({ acts: { hush } }, state, 'hush', {}), 'void contradiction')
})

test('PROCEDURE-13 what is dropped counts no longer: a statement is replaced as a whole', () => {
  const said: Told[] = [
    plan({ said: 'number', amount: 3 }),
    [BBB, 'say-anew', { said: 'word', word: 'many' }],
  ]
  const proposed = play(...said)
  assert.deepEqual([proposed.last, proposed.state.kept.amount], ['effective', 3])
  const { last, state } = play(...said, [AAA, 'agree', {}, 1])
  assert.equal(last, 'effective')
  assert.deepEqual(state.kept, { label: 'x', said: 'word', word: 'many' })
  assert.deepEqual(state.whose, { label: AAA, said: null, word: null })
  assert.equal(play(said[0] as Told, [BBB, 'say-anew', { said: 'number' }]).last, 'void contradiction')
})

const day = fc.constantFrom('2024', '2024-05', '2024-05-01', '2024-05-02', '2024-06').map(date)
const told = fc.oneof(
  fc.record({ begins: day }).map((kept) => ['leave', kept] as const),
  fc.record({ ends: day }).map((kept) => ['turn', kept] as const),
  fc.record({ begins: day, ends: day }, { requiredKeys: [] }).map((kept) => ['suggest', kept] as const),
  fc
    .record(
      { said: fc.constantFrom('number', 'word'), amount: fc.constant(3), word: fc.constant('many') },
      { requiredKeys: ['said'] },
    )
    .map((kept) => ['say-anew', kept] as const),
  fc.constant(['agree', {}] as const),
)
const proposing = ['suggest', 'say-anew']

test('PROCEDURE-13 whatever two sides write, nothing that contradicts itself is on record with effect', () => {
  let effective = 0
  const steps = fc.array(fc.tuple(fc.constantFrom(AAA, BBB), told, fc.boolean()), {
    minLength: 8,
    maxLength: 24,
  })
  fc.assert(
    fc.property(steps, (all) => {
      const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
      const entries = [record(a, written('plan', { label: 'x', said: 'word', word: 'few' }, [], undefined))]
      settle(a, b)
      for (const [side, [act, kept], delivered] of all) {
        const proposals = entries.flatMap(({ side: author, header }, index) =>
          author !== side && header?.kind === 'act' && proposing.includes(header.act) ? [index] : [],
        )
        const on = act === 'agree' ? proposals.at(-1) : undefined
        entries.push(record(side === AAA ? a : b, written(act, kept, entries, on)))
        if (delivered) settle(a, b)
      }
      settle(a, b)
      const { state, verdicts } = read([a, b], entries)
      effective += verdicts.filter((verdict) => verdict === 'effective').length
      const facts = { kept: state.kept, parts: [], paused: false, done: () => false }
      for (const rule of Object.values(outing.rules))
        if (fieldsRead(rule).some((name) => name in state.kept)) assert.equal(holds(rule, facts), true)
    }),
    { numRuns: 300 },
  )
  assert.ok(effective > 600)
})
