import assert from 'node:assert/strict'
import test from 'node:test'
import { foldAt, logOf, newNode, receive, record, settle, type TwoLogs } from './_nodes.ts'
import { AAA, BBB, BEGIN, DAY, MONDAY, STORY, type Written, write } from './_sample.ts'
import type { DossierState, Entry, Verdict } from './entry.ts'

/** Acts of one dossier, written by the keeper or the guest and settled at once. */
function play(begin: Written, ...acts: [TwoLogs['party'], number, Written][]) {
  const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
  const entries: Entry[] = [record(a, begin)]
  settle(a, b)
  for (const [side, time, act] of acts) {
    a.clock = time
    b.clock = time
    const on = act.on === undefined ? {} : { on: entries[Number(act.on)]?.leaf ?? act.on }
    entries.push(record(side === AAA ? a : b, { dossier: entries[0]?.leaf ?? '', ...act, ...on }))
    settle(a, b)
  }
  const [here, there] = [foldAt(a, entries), foldAt(b, entries)]
  assert.deepEqual(here, there)
  const verdicts = entries.map(
    ({ leaf }) => here.judged.find(({ placed }) => placed.entry.leaf === leaf)?.verdict,
  )
  return { state: here.settled as DossierState, last: verdicts.at(-1) as Verdict, verdicts, entries }
}

const code = (verdict: Verdict) =>
  verdict.kind === 'effective' ? 'effective' : `${verdict.kind} ${verdict.code}`
const PROPOSE = { act: 'propose', kept: { offer: 7 } }

test('an opening gives state, clock, path and what it said', () => {
  const { state, entries } = play({
    ...BEGIN,
    kept: {
      ...BEGIN.kept,
      number: '12/A',
      level: 'gate',
      to: 'bbb-gate',
      under: [{ dossier: 'ab'.repeat(32), content: '1' }],
    },
    parts: ['content'],
  })
  const leaf = entries[0]?.leaf ?? ''
  assert.deepEqual(state, {
    id: leaf,
    procedure: 'sample',
    digest: 'aa'.repeat(32),
    opener: AAA,
    keeper: AAA,
    state: 'open',
    since: MONDAY,
    path: [{ state: 'open', time: MONDAY }],
    clock: {
      deadline: 'reply',
      owes: AAA,
      counts: 'hours',
      started: MONDAY,
      due: MONDAY + 2 * DAY,
      paused: null,
    },
    clocks: [],
    kept: {
      label: 'x',
      pace: 'fast',
      level: 'gate',
      to: 'bbb-gate',
      under: [{ dossier: 'ab'.repeat(32), content: '1' }],
    },
    whose: { label: AAA, pace: AAA, level: AAA, to: AAA, under: AAA },
    proposals: {},
    numbers: { aaa: '12/A' },
    parts: ['content'],
    current: { begin: { leaf, by: AAA, officer: 'o1', count: 1, first: MONDAY, last: MONDAY } },
    stacked: [],
    asked: null,
    level: 'gate',
    offices: { aaa: 'aaa-office', bbb: 'bbb-gate' },
    owner: { party: AAA, office: 'aaa-office' },
    offered: null,
    wrote: {},
    gates: {},
    noes: {},
    reopened: {},
    opened: {},
    raised: null,
    closed: null,
  } satisfies DossierState)
})

test('DECLARATION-12 a proposal changes nothing until the other side adopts it', () => {
  const proposed = play(BEGIN, [AAA, MONDAY + 1, PROPOSE])
  assert.deepEqual(
    [proposed.state.kept.offer, Object.values(proposed.state.proposals)],
    [undefined, [{ act: 'propose', by: AAA, kept: { offer: 7 } }]],
  )
  const adopted = play(BEGIN, [AAA, MONDAY + 1, PROPOSE], [BBB, MONDAY + 2, { act: 'accept', on: '1' }])
  assert.deepEqual(
    [adopted.state.kept.offer, adopted.state.whose.offer, adopted.state.proposals],
    [7, null, {}],
  )
  const self = play(BEGIN, [AAA, MONDAY + 1, PROPOSE], [AAA, MONDAY + 2, { act: 'accept', on: '1' }])
  assert.equal(code(self.last), 'void own-proposal')
  const twice = play(
    BEGIN,
    [AAA, MONDAY + 1, PROPOSE],
    [BBB, MONDAY + 2, { ...PROPOSE, kept: { offer: 9 } }],
    [AAA, MONDAY + 3, { act: 'accept', on: '2' }],
  )
  assert.equal(twice.state.kept.offer, 9)
  const replaced = play(BEGIN, [AAA, MONDAY + 1, PROPOSE], [AAA, MONDAY + 2, PROPOSE])
  assert.deepEqual(Object.keys(replaced.state.proposals), [replaced.entries[2]?.leaf])
})

test('a clock runs on while the states name its deadline, and its end is written down', () => {
  const { state } = play(
    BEGIN,
    [AAA, MONDAY + 10, PROPOSE],
    [BBB, MONDAY + 3 * DAY, { act: 'accept', on: '1' }],
  )
  assert.deepEqual(state.clocks, [
    { deadline: 'reply', owes: AAA, due: MONDAY + 2 * DAY, ended: MONDAY + 3 * DAY, late: true },
  ])
  assert.deepEqual(state.clock, {
    deadline: 'execution',
    owes: BBB,
    counts: 'calendar',
    started: MONDAY + 3 * DAY,
    due: MONDAY + 34 * DAY,
    paused: null,
  })
  assert.deepEqual(
    state.path.map((step) => step.state),
    ['open', 'talks', 'agreed'],
  )
})

test('PROCEDURE-9 a deadline is kept in its last second and late in the next', () => {
  const ended = (time: number) => play(BEGIN, [AAA, time, { act: 'sleep' }]).state.clocks[0]?.late
  assert.deepEqual([ended(MONDAY + 2 * DAY), ended(MONDAY + 2 * DAY + 1)], [false, true])
})

test('DECLARATION-10 a pause stops the clock, an answer resumes it, an extension adds', () => {
  const hold = [BBB, MONDAY + 100, { act: 'hold' }] as [string, number, Written]
  const held = play(BEGIN, hold)
  assert.deepEqual([held.state.clock?.paused, held.state.asked], [MONDAY + 100, held.entries[1]?.leaf])
  assert.equal(code(play(BEGIN, hold, [AAA, MONDAY + 101, { act: 'hold' }]).last), 'void paused')
  const gone = play(BEGIN, hold, [AAA, MONDAY + 1100, { act: 'go', on: '1' }])
  assert.deepEqual(
    [gone.state.clock?.due, gone.state.clock?.paused, gone.state.asked],
    [MONDAY + 2 * DAY + 1000, null, null],
  )
  assert.equal(
    code(
      play(
        BEGIN,
        hold,
        [AAA, MONDAY + 1100, { act: 'go', on: '1' }],
        [AAA, MONDAY + 1200, { act: 'go', on: '1' }],
      ).last,
    ),
    'void not-paused',
  )
  const more = { act: 'lengthen', kept: { more: 'PT10H' }, approver: 'o2' }
  assert.equal(play(BEGIN, hold, [BBB, MONDAY + 200, more]).state.clock?.due, MONDAY + 2 * DAY + 36_000)
  const thrice: [string, number, Written][] = [1, 2, 3].map((n) => [BBB, MONDAY + n, more])
  assert.equal(code(play(BEGIN, ...thrice).last), 'void too-many')
  assert.equal(
    code(play(BEGIN, [AAA, MONDAY + 5, { act: 'sleep' }], [AAA, MONDAY + 6, more]).last),
    'void wrong-state',
  )
})

test('a pause ends with the clock it stopped', () => {
  const { state } = play(
    BEGIN,
    [BBB, MONDAY + 100, { act: 'hold' }],
    [AAA, MONDAY + 5 * DAY, { act: 'sleep' }],
  )
  assert.deepEqual([state.clock, state.asked, state.clocks[0]?.late], [null, null, false])
})

test("an act of the clock is the keeper's, after the time it names", () => {
  assert.equal(code(play(BEGIN, [AAA, MONDAY + 2 * DAY, { act: 'lapse' }]).last), 'void not-due')
  assert.equal(code(play(BEGIN, [AAA, MONDAY + 2 * DAY + 1, { act: 'lapse' }]).last), 'effective')
  assert.equal(code(play(BEGIN, [BBB, MONDAY + 2 * DAY + 1, { act: 'lapse' }]).last), 'void wrong-side')
  assert.equal(
    code(play(BEGIN, [BBB, MONDAY, { act: 'hold' }], [AAA, MONDAY + 9 * DAY, { act: 'lapse' }]).last),
    'void paused',
  )
})

test("DECLARATION-7 conditions see the dossier and the act's own fields", () => {
  const plan = (from: string, until: string) =>
    code(
      play(
        BEGIN,
        [AAA, MONDAY, PROPOSE],
        [BBB, MONDAY, { act: 'accept', on: '1' }],
        [BBB, MONDAY, { act: 'plan', kept: { from: { date: from }, until: { date: until } } }],
      ).last,
    )
  assert.equal(plan('2024-01', '2024-02'), 'effective')
  assert.equal(plan('2024-01', '2024-01-20'), 'void condition')
  assert.equal(plan('2025', '2024'), 'void condition')
})

test("ORDER-8 the keeper's own impossible act is without effect too", () => {
  assert.equal(code(play(BEGIN, [AAA, MONDAY, { act: 'finish' }]).last), 'void wrong-state')
  assert.equal(code(play(BEGIN, [AAA, MONDAY, { act: 'plan' }]).last), 'void wrong-side')
})

test('PROCEDURE-6 PROCEDURE-7 PROCEDURE-10 PROCEDURE-25 every fault has its code', () => {
  const faults: [string, Written][] = [
    ['void unknown-act', { act: 'nothing' }],
    ['void unknown-act', { act: 'constructor' }],
    ['void already-open', { kind: 'act', act: 'begin' }],
    ['void other-procedure', { act: 'remark', procedure: 'cc'.repeat(32), ...STORY }],
    ['void other-procedure', { act: 'remark', procedure: 'dd'.repeat(32), ...STORY }],
    ['void wrong-office', { act: 'remark', office: 'NO SUCH', ...STORY }],
    ['void wrong-office', { act: 'remark', office: 'aaa-office', ...STORY }],
    ['void wrong-office', { kind: 'opened', on: '0', office: 'aaa-office' }],
    ['void kept-absent', { act: 'remark', kept: null, parts: ['content'] }],
    ['void part-missing', { act: 'remark' }],
    ['void bad-fields', { ...STORY, act: 'remark', kept: { offer: 1 } }],
    ['void bad-fields', { ...STORY, act: 'remark', kept: { level: 'gate' } }],
    ['void bad-fields', { act: 'propose', kept: { offer: '7' } }],
    ['void bad-fields', { act: 'propose', kept: { offer: 1001 } }],
    ['void bad-fields', { act: 'propose' }],
    ['void needs-approval', { act: 'lengthen', kept: { more: 'P1D' } }],
    ['void needs-approval', { act: 'lengthen', kept: { more: 'P1D' }, approver: 'o1' }],
    ['void bad-fields', { act: 'lengthen', kept: { more: 'P61D' }, approver: 'o2' }],
    ['void on-missing', { act: 'reply' }],
    ['void on-unexpected', { act: 'remark', on: '0', ...STORY }],
    ['void on-not-effective', { act: 'go', on: '0' }],
    ['void on-not-current', { act: 'reply', on: 'ff'.repeat(32) }],
    ['void wrong-state', { act: 'accept', on: '0' }],
    ['void malformed', { kind: 'malformed' }],
    ['void on-missing', { kind: 'opened', on: 'ff'.repeat(32) }],
    ['effective', { kind: 'opened', on: '0' }],
    ['effective', { act: 'remark', ...STORY, kept: { number: '7' } }],
  ]
  for (const [expected, written] of faults)
    assert.equal(code(play(BEGIN, [BBB, MONDAY, written]).last), expected, JSON.stringify(written))
})

test('PROCEDURE-5 every fault of an opening has its code', () => {
  const faults: [string, Written][] = [
    ['void unknown-procedure', { ...BEGIN, procedure: 'dd'.repeat(32) }],
    ['void procedure-not-agreed', { ...BEGIN, procedure: 'cc'.repeat(32) }],
    ['void unknown-act', { ...BEGIN, kind: 'open', act: 'nothing' }],
    ['void not-opening', { kind: 'open', act: 'propose', kept: { offer: 1 } }],
    ['void unknown-dossier', { kind: 'act', act: 'remark' }],
    ['void wrong-level', { ...BEGIN, kept: { ...BEGIN.kept, level: 'province' } }],
    ['void bad-fields', { ...BEGIN, kept: { ...BEGIN.kept, to: '' } }],
    ['void bad-fields', { ...BEGIN, kept: { label: 'x' } }],
    ['void bad-fields', { ...BEGIN, kept: { label: 'x', pace: 'other' } }],
    ['void kept-absent', { ...BEGIN, kept: null }],
  ]
  for (const [expected, written] of faults) {
    const { last, state } = play({ ...written })
    assert.deepEqual([code(last), state], [expected, null], JSON.stringify(written))
  }
})

test('an entry shown is one of the other side that had been received', () => {
  const shown = (side: string, on: string) => code(play(BEGIN, [side, MONDAY, { kind: 'opened', on }]).last)
  assert.deepEqual([shown(BBB, '0'), shown(AAA, '0')], ['effective', 'void on-missing'])
  const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
  const opening = record(a, BEGIN)
  const unseen = write(logOf(b, BBB), BBB, {
    kind: 'opened',
    dossier: opening.leaf,
    on: opening.leaf,
    seen: 0,
  })
  receive(a, logOf(b, BBB))
  assert.deepEqual(foldAt(a, [opening, unseen]).judged.at(-1)?.verdict, { kind: 'void', code: 'on-missing' })
})

test('ORDER-10 an act is overtaken when its author could not know, and void when it could', () => {
  const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
  const opening = record(a, BEGIN)
  receive(b, logOf(a, AAA))
  const ended = record(a, { act: 'retract', dossier: opening.leaf })
  const crossing = record(b, { ...PROPOSE, dossier: opening.leaf })
  const built = record(b, { act: 'reply', on: opening.leaf, dossier: opening.leaf })
  const never = record(b, { act: 'finish', dossier: opening.leaf })
  settle(a, b)
  const knowing = record(b, { ...PROPOSE, dossier: opening.leaf })
  settle(a, b)
  const { judged } = foldAt(a, [opening, ended, crossing, built, never, knowing])
  assert.deepEqual(
    judged.map(({ verdict }) => code(verdict)),
    [
      'effective',
      'effective',
      'overtaken wrong-state',
      'overtaken wrong-state',
      'void wrong-side',
      'void wrong-state',
    ],
  )
})

test('ORDER-9 an act falls with the one it rests on', () => {
  const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
  const opening = record(b, BEGIN)
  settle(a, b)
  const slept = record(a, { act: 'sleep', dossier: opening.leaf })
  const held = record(b, { act: 'hold', dossier: opening.leaf })
  const gone = record(b, { act: 'go', dossier: opening.leaf, on: held.leaf })
  assert.equal(foldAt(b, [opening, held, gone]).judged.at(-1)?.verdict.kind, 'effective', 'on its way')
  settle(a, b)
  const { judged } = foldAt(b, [opening, slept, held, gone])
  assert.deepEqual(
    judged.map(({ verdict }) => code(verdict)),
    ['effective', 'effective', 'overtaken wrong-state', 'overtaken wrong-state'],
  )
})

test('PROCEDURE-11 one side may stack so many answering acts unseen by the other, and free-standing ones beside', () => {
  const [a, b] = [newNode(AAA, MONDAY), newNode(BBB, MONDAY)]
  const opening = record(a, BEGIN)
  receive(b, logOf(a, AAA))
  const entries = [opening]
  const answer = () => entries.push(record(b, { act: 'reply', dossier: opening.leaf, on: opening.leaf }))
  for (let i = 0; i < 4; i++) answer()
  entries.push(record(b, { act: 'remark', dossier: opening.leaf, ...STORY }))
  const expected = [
    'effective',
    'effective',
    'effective',
    'effective',
    'void too-many-unsettled',
    'effective',
  ]
  assert.deepEqual(
    foldAt(b, entries).judged.map(({ verdict }) => code(verdict)),
    expected,
  )
  receive(a, logOf(b, BBB))
  assert.deepEqual(
    foldAt(a, entries).judged.map(({ verdict }) => code(verdict)),
    expected,
    'settling does not change what the author knew',
  )
  receive(b, logOf(a, AAA))
  answer()
  assert.equal(code(foldAt(b, entries).judged.at(-1)?.verdict as Verdict), 'effective', 'room again')
})
