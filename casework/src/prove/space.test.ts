import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Act, Procedure, State } from '../language/index.ts'
import { safeguard } from '../run/_safeguard.ts'
import { lessOne } from './_less.ts'
import { SPACE_CODES } from './laws.ts'
import { lostOf, spaceOf } from './space.ts'
import { tableDifferences, tableOf } from './table.ts'

const whole = spaceOf(safeguard)
const table = tableOf(safeguard, whole)

const found = (change: Partial<Procedure>): string[] =>
  spaceOf({ ...safeguard, ...change }).problems.map(({ at, code }) => `${code}: ${at}`)

function act(name: string, change: Partial<Act>): Partial<Procedure> {
  const before = safeguard.acts[name]
  assert.ok(before)
  return { acts: { ...safeguard.acts, [name]: { ...before, ...change } } }
}

function gate(change: object): Partial<Procedure> {
  const before = safeguard.gates?.proportionality
  assert.ok(before)
  return { gates: { ...safeguard.gates, proportionality: { ...before, ...change } } }
}

const state = (name: string, value: State): Partial<Procedure> => ({
  states: { ...safeguard.states, [name]: value },
})

test('of a procedure in which everything fits all is visited and nothing is missing', () => {
  assert.deepEqual(whole.problems, [])
  assert.equal(whole.counts.states, Object.keys(safeguard.states).length)
  assert.equal(whole.counts.acts, Object.keys(safeguard.acts).length)
  assert.ok(whole.counts.kinds > 10 && whole.counts.combinations > 100)
})

test('the table says where an act leads, who does it at which level, who approves and after which gates', () => {
  assert.equal(
    table.asked?.grant,
    'to granted; guest: duty-officer; approved by approver; after minor, proportionality',
  )
  assert.equal(table.opening?.ask, 'to asked; opener: duty-officer')
  assert.equal(table.asked?.['raise-late'], 'stays; clock')
  assert.equal(table.asked?.['check-proportionality'], 'stays; guest: legal-reviewer')
  assert.equal(table.granted?.watch, 'stays; either: duty-officer; after minor')
  assert.equal(
    table.asked?.refuse,
    'to denied; guest: contact-point, secretary; approved by approver, legal-reviewer',
  )
})

test('a declaration with any gate, any act or any transition less is told from the whole one', () => {
  let tried = 0
  for (const { what, procedure } of lessOne(safeguard)) {
    assert.ok(lostOf(procedure, whole.rows).length > 0, `${what}: found on what was visited`)
    tried++
  }
  assert.deepEqual(lostOf(safeguard, whole.rows), [])
  assert.ok(tried > 60)
})

test('and visited anew it gives another table', () => {
  const some = [...lessOne(safeguard)].filter(
    ({ what }) => what.startsWith('gate ') || what.endsWith(' watch') || what === 'change',
  )
  assert.equal(some.length, 4)
  for (const { what, procedure } of some)
    assert.notDeepEqual(tableDifferences(table, tableOf(procedure, spaceOf(procedure))), [], what)
})

test('finds states that nobody reaches, and acts that nobody can ever do where they are declared', () => {
  const { end, ...acts } = safeguard.acts
  assert.ok(end)
  assert.ok(found(state('lost', { final: true })).includes('state-not-reached: lost'))
  assert.ok(found({ acts }).includes('state-not-reached: over'))
  const never = act('watch', { when: { all: [{ present: 'young' }, { not: { present: 'young' } }] } })
  assert.ok(found(never).includes('act-never-done: granted watch'))
  assert.ok(found(act('rest', { when: { inForce: 'label' } })).includes('act-never-done: asked rest'))
  assert.ok(found(act('watch', { roles: [] })).includes('nobody-may: granted watch'))
  assert.ok(
    found(act('grant', { approval: ['duty-officer'], level: 'above' })).every(
      (one) => !one.startsWith('nobody-may'),
    ),
  )
})

test('finds a dossier that nobody can bring to an end, also once a gate was answered with no', () => {
  assert.ok(
    found(act('end', { when: { equals: ['young', true] }, by: 'keeper' })).every(
      (one) => !one.startsWith('no-end-from'),
    ),
  )
  const shut = { ...act('end', { when: { done: 'suggest' } }) }
  assert.ok(
    found({ acts: { ...shut.acts, suggest: { ...safeguard.acts.suggest, from: ['asked'] } as Act } }).some(
      (one) => one === 'no-end-from: granted',
    ),
  )
  const acts = Object.fromEntries(
    Object.entries(safeguard.acts).filter(
      ([name]) => !['refuse', 'override-proportionality', 'change', 'agree', 'blank'].includes(name),
    ),
  )
  assert.ok(found({ acts }).includes('no-end-after-no: asked proportionality'))
  // To say anew what it was about takes no no back.
  const said = found({ acts: { ...acts, change: safeguard.acts.change as Act } })
  assert.ok(said.includes('no-end-after-no: asked proportionality'))
  const refusing = found({ acts: { ...acts, refuse: safeguard.acts.refuse as Act } })
  assert.ok(refusing.every((one) => !one.startsWith('no-end-after-no')))
})

test('finds a gate that stops nothing, or that nobody can answer', () => {
  assert.deepEqual(found(gate({ when: { equals: ['young', true] } })), [])
  assert.ok(
    found(gate({ when: { all: [{ present: 'young' }, { not: { present: 'young' } }] } })).includes(
      'gate-never-asked: proportionality grant',
    ),
  )
  const { 'check-proportionality': check, ...acts } = safeguard.acts
  assert.ok(check)
  assert.ok(found({ acts }).includes('gate-never-answered: proportionality'))
  assert.ok(found({ acts }).includes('act-never-done: asked grant'))
})

test('finds a refusal without a ground, a state without clock or reason, and a person who is kept for good', () => {
  assert.ok(found(act('refuse', { needs: ['message'] })).includes('refused-without-ground: refuse'))
  const silent = state('granted', { deadline: null, waits: 'either', because: '' })
  assert.ok(found(silent).includes('no-clock-and-no-reason: granted'))
  const who = { kind: 'person', part: 'content' } as const
  assert.ok(found({ fields: { ...safeguard.fields, who } }).includes('personal-without-end: who'))
  const parts = { content: { personal: true, keep: 'always' } }
  assert.ok(found({ parts }).includes('personal-without-end: message'))
})

test('a proposal that asks a gate anew is tried by either side, also where what adopts it is beside the course', () => {
  const one = { by: 'either', roles: ['duty-officer'], from: ['asked'] } as const
  const procedure: Procedure = {
    ...safeguard,
    ...gate({ on: ['ask', 'wish'], before: ['grant', 'allow'] }),
    fields: { ...safeguard.fields, use: { kind: 'flag', part: 'kept' } },
    acts: {
      ...safeguard.acts,
      wish: { ...one, needs: ['use'], proposes: true },
      allow: { ...one, needs: [], answers: ['wish'], adopts: true },
    },
  }
  const { asked } = tableOf(procedure, spaceOf(procedure))
  assert.equal(asked?.allow, 'stays; opener keeper or other guest: duty-officer; after proportionality')
})

test('the codes are told apart', () => {
  assert.equal(new Set(SPACE_CODES).size, SPACE_CODES.length)
})
