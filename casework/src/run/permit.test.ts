import assert from 'node:assert/strict'
import test from 'node:test'
import { type Header, hex, sha256, utf8 } from '@counterpart/protocol'
import { foldAt, newNode, receive, record } from './_nodes.ts'
import { AAA, BBB, BEGIN, basis, MONDAY, PARTIES, RELATION, SAMPLE, sample } from './_sample.ts'
import { decide } from './decide.ts'
import type { DossierState } from './entry.ts'
import { dossierOf, singletonId } from './identity.ts'
import { judgeStray } from './judge.ts'
import { markBody, markDifferences, readMark } from './mark.ts'
import { offers } from './offers.ts'
import { permit } from './permit.ts'
import { isSide, keeperOf, otherParty, partyOf } from './sides.ts'
import { statesDigest } from './states-digest.ts'

const duty = { office: 'aaa-gate', level: 'gate', roles: ['duty-officer'] } as const

function opened(): { state: DossierState; leaf: string; node: ReturnType<typeof newNode> } {
  const node = newNode(AAA, MONDAY)
  const entry = record(node, BEGIN)
  const { settled } = foldAt(node, [entry])
  assert.ok(settled)
  return { state: settled, leaf: entry.leaf, node }
}

test('permit says what a procedure allows to a side, level and role', () => {
  const { state } = opened()
  const as = (side: string, act: string, more: object = {}) =>
    permit(sample, state, { ...duty, side, ...more }, act, PARTIES)
  assert.deepEqual(as(AAA, 'propose'), { allowed: true })
  const refused: [ReturnType<typeof permit>, string][] = [
    [as(AAA, 'nothing'), 'unknown-act'],
    [as(AAA, 'constructor'), 'unknown-act'],
    [as('ccc', 'propose'), 'wrong-side'],
    [as(BBB, 'sleep'), 'wrong-side'],
    [as(AAA, 'lapse'), 'clock-only'],
    [as(AAA, 'begin'), 'already-open'],
    [as(AAA, 'finish'), 'wrong-state'],
    [as(AAA, 'propose', { level: 'province' }), 'wrong-level'],
    [as(AAA, 'propose', { roles: ['interpreter'] }), 'wrong-role'],
    [permit(sample, null, { ...duty, side: AAA }, 'propose', PARTIES), 'unknown-dossier'],
    [permit({ ...sample, opener: 'first' }, null, { ...duty, side: BBB }, 'begin', PARTIES), 'wrong-side'],
    [permit(sample, state, { ...duty, side: AAA }, 'propose', PARTIES, 'approver'), 'no-approval'],
    [permit(sample, state, { ...duty, side: AAA }, 'lengthen', PARTIES, 'approver'), 'wrong-role'],
  ]
  for (const [answer, code] of refused) assert.deepEqual(answer, { allowed: false, code })
  assert.deepEqual(
    permit(sample, state, { ...duty, side: AAA, roles: ['approver'] }, 'lengthen', PARTIES, 'approver'),
    { allowed: true },
  )
  assert.deepEqual(permit(sample, null, { ...duty, side: BBB }, 'begin', PARTIES), { allowed: true })
})

test('an officer is offered what the side can do in this state, and told what blocks the rest', () => {
  const { state, leaf } = opened()
  const found = (side: string, roles: readonly 'duty-officer'[] = duty.roles) =>
    Object.fromEntries(
      offers(sample, state, side, 'gate', roles, PARTIES).map(({ act, code }) => [act, code]),
    )
  assert.deepEqual(found(AAA), {
    propose: null,
    retract: null,
    remark: null,
    reply: null,
    hold: null,
    go: 'on-not-effective',
    lengthen: null,
    sleep: null,
  })
  assert.ok(!('sleep' in found(BBB)))
  assert.deepEqual(new Set(Object.values(found(BBB, []))), new Set(['wrong-role']))
  const reply = offers(sample, state, AAA, 'gate', duty.roles, PARTIES).find(({ act }) => act === 'reply')
  assert.deepEqual(reply, {
    act: 'reply',
    allowed: true,
    code: null,
    approval: false,
    answers: [leaf],
    guards: [],
  })
  assert.deepEqual(
    offers(sample, null, BBB, 'gate', duty.roles, PARTIES).map(({ act, allowed }) => [act, allowed]),
    [['begin', true]],
  )
})

test('a proposal is offered for adoption to the other side only', () => {
  const { state, node, leaf } = opened()
  const proposal = record(node, { act: 'propose', kept: { offer: 1 }, dossier: leaf })
  const after = foldAt(node, [...(node.logs.aaa ?? [])]).settled
  assert.ok(after && state)
  const accept = (side: string) =>
    offers(sample, after, side, 'gate', duty.roles, PARTIES).find(({ act }) => act === 'accept')
  assert.deepEqual([accept(AAA)?.answers, accept(AAA)?.code], [[], 'on-not-effective'])
  assert.deepEqual([accept(BBB)?.answers, accept(BBB)?.code], [[proposal.leaf], null])
})

test('what is offered without an answer to find or fields to fill is possible', () => {
  const { state } = opened()
  const kept: Record<string, Record<string, unknown>> = { propose: { offer: 1 }, lengthen: { more: 'P1D' } }
  for (const side of PARTIES)
    for (const { act, allowed, answers } of offers(sample, state, side, 'gate', duty.roles, PARTIES)) {
      const on = answers[0] === undefined ? {} : { on: answers[0] }
      const header: Header = {
        v: 1,
        kind: 'act',
        seen: 0,
        time: MONDAY,
        parts: [],
        procedure: SAMPLE,
        dossier: state.id,
        act,
        office: `${side}-x`,
        officer: 'a',
        approver: 'b',
        handling: 'H1',
        ...on,
      }
      const verdict = decide(
        sample,
        state,
        { by: side, header, kept: kept[act] ?? {}, parts: ['content'] },
        { parameters: {}, offsets: {}, holidays: {}, digests: [] },
        PARTIES,
      )
      assert.equal(verdict.kind === 'effective', allowed, `${side} ${act}`)
    }
})

test('a condition blocks an offer only when no value of its own fields could make it true', () => {
  const { state } = opened()
  const agreed = (pace: string): DossierState => ({
    ...state,
    state: 'agreed',
    kept: { pace },
    current: { accept: { leaf: 'x', by: BBB, officer: 'o', count: 1, first: 0, last: 0 } },
  })
  const plan = (pace: string) =>
    offers(sample, agreed(pace), BBB, 'gate', duty.roles, PARTIES).find(({ act }) => act === 'plan')?.code
  assert.deepEqual([plan('fast'), plan('slow')], [null, 'condition'])
})

test('ORDER-7 the keeper follows from the opening and the declaration', () => {
  assert.equal(keeperOf({ ...sample, keeper: 'opener' }, BBB, PARTIES), BBB)
  assert.equal(keeperOf({ ...sample, keeper: 'other' }, BBB, PARTIES), AAA)
  assert.equal(keeperOf(sample, BBB, PARTIES), AAA)
  assert.equal(
    keeperOf({ ...basis, keeper: 'opener' }, BBB, PARTIES),
    AAA,
    'one dossier has one keeper, whoever opens it',
  )
  assert.throws(() => keeperOf(sample, 'ccc', PARTIES), { code: 'unknown-party' })
  assert.throws(() => otherParty('ccc', PARTIES), { code: 'unknown-party' })
})

test('DECLARATION-2 every side means one party, but either', () => {
  const dossier = { opener: BBB, keeper: AAA }
  const sides = ['opener', 'other', 'keeper', 'guest', 'clock', 'either'] as const
  assert.deepEqual(
    sides.map((side) => partyOf(side, dossier, PARTIES)),
    [BBB, AAA, AAA, BBB, AAA, null],
  )
  assert.deepEqual(
    sides.map((side) => isSide(side, BBB, dossier)),
    [true, false, false, true, false, true],
  )
})

test('ORDER-13 a dossier is called by its opening, or by its relation and name', () => {
  const node = newNode(BBB, MONDAY)
  const opening = record(node, BEGIN)
  const only = (digest: string) => (digest === SAMPLE ? { ...sample, once: true } : null)
  assert.equal(
    dossierOf(opening, RELATION, () => sample),
    opening.leaf,
  )
  assert.equal(
    dossierOf(opening, RELATION, () => null),
    opening.leaf,
  )
  assert.equal(dossierOf(opening, RELATION, only), singletonId(RELATION, 'sample'))
  assert.equal(
    dossierOf(record(node, { kind: 'mark' }), RELATION, () => sample),
    null,
  )
  assert.equal(
    dossierOf(record(node, { kind: 'malformed' }), RELATION, () => sample),
    null,
  )
  assert.equal(
    singletonId('chn~vnm/border', 'relation'),
    '6c35bf62f728e800625dc39669d8466959b1f5b599de995f6d9727c7bc16337d',
  )
})

test('what is in no dossier has a verdict too', () => {
  const node = newNode(BBB, MONDAY)
  assert.deepEqual(judgeStray(record(node, { kind: 'malformed' })), { kind: 'void', code: 'malformed' })
  assert.deepEqual(judgeStray(record(node, { act: 'remark' })), { kind: 'void', code: 'unknown-dossier' })
  assert.equal(judgeStray(record(node, { kind: 'mark' })), null)
})

test('MARK-6 DIGEST-5 a mark lists what did not become effective and one digest of the states', () => {
  const { state, node, leaf } = opened()
  const other = newNode(BBB, MONDAY)
  receive(other, node.logs.aaa ?? [])
  const bad = record(other, { act: 'nothing', dossier: leaf })
  record(other, { act: 'retract', dossier: leaf })
  receive(node, other.logs.bbb ?? [])
  const inside = [...(node.logs.aaa ?? []), ...(node.logs.bbb ?? [])].filter(
    ({ header }) => header?.kind !== 'mark',
  )
  const { judged, settled } = foldAt(node, inside)
  assert.ok(settled)
  const body = markBody(judged, [settled])
  assert.deepEqual(body.verdicts, [{ leaf: bad.leaf, verdict: 'void', code: 'unknown-act' }])
  assert.deepEqual(body.states, statesDigest([settled]))
  assert.notEqual(body.states, statesDigest([state]))
  const elsewhere = { ...state, id: 'ff'.repeat(32) }
  assert.equal(statesDigest([settled, elsewhere]), statesDigest([elsewhere, settled]))
  assert.equal(statesDigest([]), hex(sha256(utf8('[]'))))
})

test('MARK-7 tells where a mark differs from what was computed', () => {
  const one = { leaf: '01'.repeat(32), verdict: 'void', code: 'wrong-side' } as const
  const ours = { verdicts: [one], states: 'aa'.repeat(32), root: '11'.repeat(32) }
  assert.deepEqual(markDifferences(ours, ours), [])
  assert.deepEqual(markDifferences({ ...ours, verdicts: [] }, ours), [
    { of: one.leaf, stated: 'effective', computed: 'void wrong-side' },
  ])
  assert.deepEqual(markDifferences({ ...ours, verdicts: [{ ...one, verdict: 'overtaken' }] }, ours), [
    { of: one.leaf, stated: 'overtaken wrong-side', computed: 'void wrong-side' },
  ])
  assert.deepEqual(markDifferences({ ...ours, states: 'bb'.repeat(32) }, ours), [
    { of: 'states', stated: 'bb'.repeat(32), computed: ours.states },
  ])
  assert.deepEqual(markDifferences({ ...ours, root: '22'.repeat(32) }, ours), [
    { of: 'root', stated: '22'.repeat(32), computed: ours.root },
  ])
})

test('MARK-7 what is no body of a mark is read as none', () => {
  const good = { verdicts: [], states: 'aa'.repeat(32), root: '11'.repeat(32) }
  assert.deepEqual(readMark(good), good)
  const bad: (Record<string, unknown> | null)[] = [
    null,
    {},
    { verdicts: [] },
    { verdicts: [], states: good.states },
    { ...good, more: 1 },
    { ...good, states: 'AA'.repeat(32) },
    { ...good, root: null },
    { ...good, root: 'AA'.repeat(32) },
    { ...good, verdicts: {} },
    { ...good, verdicts: [{ leaf: 'x', verdict: 'void', code: 'wrong-side' }] },
    { ...good, verdicts: [{ leaf: '01'.repeat(32), verdict: 'effective', code: 'wrong-side' }] },
    { ...good, verdicts: [{ leaf: '01'.repeat(32), verdict: 'void', code: 'unheard' }] },
    { ...good, verdicts: [{ leaf: '01'.repeat(32), verdict: 'void', code: 'wrong-side', more: 1 }] },
  ]
  for (const kept of bad) assert.equal(readMark(kept), null, JSON.stringify(kept))
})
