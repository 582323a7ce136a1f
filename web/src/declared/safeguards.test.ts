import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  canOnlyRefuse,
  gateSaid,
  type Safeguard,
  type Standing,
  safeguardsOf,
  standOf,
} from './safeguards.ts'

const gate = {
  by: 'other',
  roles: ['contact-point'],
  from: ['asked'],
  before: ['grant'],
  override: { roles: ['secretary'], approval: ['approver'] },
}
const acts = {
  grant: { from: ['asked', 'weighed'], to: 'done' },
  weigh: { from: ['asked'], to: 'weighed' },
  check: { from: ['asked'], gate: { of: 'competence', does: 'answers' } },
  pass: { from: ['asked'], gate: { of: 'competence', does: 'overrides' } },
}
const levels = ['gate', 'ministry']
const declared = { procedure: { gates: { competence: gate }, acts, levels } } as never
const no = { leaf: 'l1', act: 'check', code: null, on: 'l0', fields: { 'gate-competence': 'failed' } }
const over = { leaf: 'l2', act: 'pass', code: null, on: 'l1', fields: {} }
const offers = [{ act: 'grant' }, { act: 'check' }, { act: 'pass' }]

interface Shown {
  answer?: Standing
  leaf?: string
  state?: string
  asked?: boolean
  rungs?: unknown[]
  noes?: { leaf: string; own: boolean }[]
  recalls?: { on: string; leaf: string }[]
}

function shown(of: Shown) {
  const {
    answer = 'open',
    leaf = null,
    state = 'asked',
    asked = true,
    rungs = [],
    noes = [],
    recalls = [],
  } = of
  const gates = [{ gate: 'competence', asked, answer, by: null, leaf, noes }]
  const parties = { opener: 'aaa', keeper: 'bbb' }
  const dossier = { gates, offers, rungs, state, ...parties, level: 'gate', retention: { recalls } }
  return safeguardsOf(declared, dossier as never, ['aaa', 'bbb'])
}

test('an open safeguard says which side answers it, and by which act', () => {
  const [one] = shown({})
  assert.equal(one?.party, 'bbb')
  assert.equal(one?.check?.act, 'check')
  assert.equal(one?.pass?.act, 'pass')
  assert.equal(one?.override?.level, 'ministry')
  assert.deepEqual(one?.elsewhere, [])
})

test('what is not asked, or guards nothing that can still come, is shown only once it was answered', () => {
  assert.deepEqual(shown({ asked: false }), [])
  assert.deepEqual(shown({ state: 'done' }), [])
  assert.equal(shown({ state: 'done', answer: 'failed', leaf: 'l1', rungs: [no] }).length, 1)
})

test('what an act can bring that makes it asked can be answered before, and says so', () => {
  const fields = { report: { part: 'content' }, persons: { part: 'person' }, evidence: { part: 'kept' } }
  const when = { any: [{ hasPart: 'person' }, { equals: ['evidence', true] }] }
  const grant = { from: ['asked'], needs: ['report'], may: ['persons', 'evidence'] }
  const bringing = {
    procedure: { gates: { competence: { ...gate, when } }, fields, acts: { ...acts, grant }, levels },
  } as never
  const all = (state: string) => {
    const gates = [{ gate: 'competence', asked: false, answer: 'open', by: null, leaf: null, noes: [] }]
    const parties = { opener: 'aaa', keeper: 'bbb', retention: { recalls: [] } }
    const dossier = { gates, offers, rungs: [], state, ...parties, level: 'gate' }
    return safeguardsOf(bringing, dossier as never, ['aaa', 'bbb'])
  }
  const [one] = all('asked')
  assert.deepEqual([one?.asked, one?.brings, one?.check?.act], [false, ['persons', 'evidence'], 'check'])
  assert.deepEqual(all('done'), [])
})

test('where it cannot be answered any more it says nothing of another state that is behind', () => {
  assert.deepEqual(shown({ state: 'weighed' })[0]?.elsewhere, [])
})

test('one that is answered on an act that nobody has done yet says after which', () => {
  const answers = ['report', 'hear']
  const its = { report: { from: ['asked'] }, hear: { from: ['before'] }, check: { ...acts.check, answers } }
  const later = { procedure: { gates: { competence: gate }, acts: { ...acts, ...its }, levels } } as never
  const awaits = (answer: Standing, state: string, ...rungs: unknown[]) => {
    const gates = [{ gate: 'competence', asked: true, answer, by: null, leaf: null, noes: [] }]
    const parties = { opener: 'aaa', keeper: 'bbb', retention: { recalls: [] } }
    const dossier = { gates, offers, rungs, state, ...parties, level: 'gate' }
    return safeguardsOf(later, dossier as never, ['aaa', 'bbb']).map((one) => one.awaits)
  }
  const report = { leaf: 'l0', act: 'report', code: null, on: null, fields: {} }
  assert.deepEqual(awaits('open', 'asked'), [['report']])
  assert.deepEqual(awaits('open', 'asked', { ...report, code: 'wrong-state' }), [['report']])
  assert.deepEqual(awaits('open', 'asked', report), [[]])
  assert.deepEqual(awaits('open', 'weighed'), [[]])
  assert.deepEqual(awaits('failed', 'asked'), [[]])
})

test('an answer that fell is the one to look at; what has no effect is none', () => {
  assert.equal(shown({ rungs: [no] })[0]?.fallen?.leaf, 'l1')
  assert.equal(shown({ rungs: [{ ...no, code: 'wrong-state' }] })[0]?.fallen, null)
})

test('the no that binds is named, whatever was said of it since', () => {
  const yes = { ...no, leaf: 'l3', fields: { 'gate-competence': 'passed' } }
  const theirs = { leaf: 'l1', own: false }
  const [passedOver] = shown({ rungs: [no, over], noes: [theirs] })
  assert.deepEqual([passedOver?.fallen?.leaf, passedOver?.refusal?.leaf], ['l2', 'l1'])
  assert.equal(passedOver?.fellPassedOver, true)
  const other = { ...no, leaf: 'l4' }
  const [oneLeft] = shown({ rungs: [no, other, yes], noes: [{ ...theirs, leaf: 'l4' }] })
  assert.deepEqual([oneLeft?.fallen?.leaf, oneLeft?.refusal?.leaf], ['l3', 'l4'])
  assert.equal(oneLeft?.fellPassedOver, false)
  assert.equal(shown({ rungs: [no, yes] })[0]?.refusal, null)
})

test('while a no binds, whoever gave none can answer no beside it, and not yes', () => {
  const theirs = { leaf: 'l1', own: false }
  const mine = { leaf: 'l4', own: true }
  const only = (...noes: { leaf: string; own: boolean }[]) => {
    const dossier = { gates: [{ gate: 'competence', noes }] }
    assert.equal(canOnlyRefuse(declared, dossier as never, 'pass'), false)
    assert.equal(shown({ noes })[0]?.onlyNo, canOnlyRefuse(declared, dossier as never, 'check'))
    return shown({ noes })[0]?.onlyNo
  }
  assert.deepEqual([only(), only(theirs), only(mine), only(mine, theirs)], [false, true, false, false])
})

test('what was passed over names the no it passed over', () => {
  const [one] = shown({ answer: 'overridden', leaf: 'l2', rungs: [no, over] })
  assert.equal(one?.answer?.leaf, 'l2')
  assert.equal(one?.passedOver?.leaf, 'l1')
  assert.equal(one?.fallen, null)
})

test('an entry says of a gate what its field says, or that it was passed over', () => {
  assert.deepEqual(gateSaid(declared, no), { gate: 'competence', standing: 'failed' })
  assert.deepEqual(gateSaid(declared, { ...no, fields: { 'gate-competence': 'passed' } }), {
    gate: 'competence',
    standing: 'passed',
  })
  assert.deepEqual(gateSaid(declared, over), { gate: 'competence', standing: 'overridden' })
  assert.equal(gateSaid(declared, { act: 'grant', fields: {} }), null)
})

test('an answer that was recalled says so where it stands', () => {
  const yes = { ...no, fields: { 'gate-competence': 'passed' } }
  const recalls = [
    { on: 'l0', leaf: 'r0' },
    { on: 'l1', leaf: 'r1' },
  ]
  const given = { answer: 'passed' as const, leaf: 'l1', rungs: [yes] }
  assert.equal(shown({ ...given, recalls })[0]?.recalled?.leaf, 'r1')
  assert.equal(shown({ ...given, recalls: recalls.slice(0, 1) })[0]?.recalled, null)
  assert.equal(shown({ rungs: [yes], recalls })[0]?.recalled, null)
})

test('of what stands before an act the page says what the node would, and of what its form does not make asked nothing', () => {
  const guard = (standing: Standing, asked = true) =>
    ({ standing, asked, brings: ['who'] }) as unknown as Safeguard
  assert.equal(standOf([guard('failed'), guard('open')], []), 'gate-open')
  assert.equal(standOf([guard('failed')], []), 'gate-failed')
  assert.equal(standOf([guard('failed'), guard('open', false)], []), 'gate-failed')
  assert.equal(standOf([guard('failed'), guard('open', false)], ['who']), 'gate-open')
  assert.equal(standOf([guard('open', false)], ['what']), null)
  assert.equal(standOf([], ['who']), null)
})
