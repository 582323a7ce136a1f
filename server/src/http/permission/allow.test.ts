import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LEVELS, type Level, ROLES, type Role } from '@counterpart/casework'
import { DIRECTORY, ROWS } from '../_app.ts'
import type { Officer } from '../ports.ts'
import { ACTIONS, type Action, allowOf, type Resource, sightOf } from './allow.ts'
import { askerOf, readRules } from './rules.ts'

const allow = allowOf(DIRECTORY)
const place: Record<Level, string> = { gate: 'vnm-gate', province: 'vnm-north', ministry: 'vnm-mps' }

function officer(roles: readonly Role[], office: string, id = 'me'): Officer {
  const found = DIRECTORY.office(office)
  if (!found) throw new Error(office)
  return { id, name: 'Somebody (invented)', side: 'vnm', office: found, roles }
}

const desk: readonly Role[] = ROLES.filter((role) => role !== 'administrator')
const lead: readonly Role[] = ['secretary', 'approver', 'legal-reviewer', 'overseer']

/** Office of the officer, and how each dossier stands to it, said by hand. */
const STANDINGS = {
  'vnm-gate': {
    gate: 'own',
    north: 'other',
    ministry: 'other',
    incoming: 'own',
    stray: 'other',
    frame: 'other',
  },
  'vnm-north': {
    gate: 'below',
    north: 'own',
    ministry: 'other',
    incoming: 'below',
    stray: 'other',
    frame: 'other',
  },
  'vnm-east': {
    gate: 'other',
    north: 'other',
    ministry: 'other',
    incoming: 'other',
    stray: 'other',
    frame: 'other',
  },
  'vnm-mps': {
    gate: 'below',
    north: 'below',
    ministry: 'own',
    incoming: 'below',
    stray: 'other',
    frame: 'own',
  },
} as const

for (const [office, standings] of Object.entries(STANDINGS))
  for (const role of ROLES)
    test(`${role} at ${office} reads and acts as the rules say, dossier by dossier`, () => {
      const me = officer([role], office)
      const top = office === 'vnm-mps' && lead.includes(role)
      for (const [name, stands] of Object.entries(standings)) {
        const resource: Resource = { kind: 'dossier', facts: ROWS[name as keyof typeof ROWS] }
        const reads = desk.includes(role) && (stands !== 'other' || name === 'frame' || top)
        const acts = desk.includes(role) && role !== 'overseer' && (stands === 'own' || top)
        assert.equal(allow(me, 'read', resource).allowed, reads, `read ${name}`)
        assert.equal(allow(me, 'export', resource).allowed, reads, `export ${name}`)
        assert.equal(allow(me, 'act', resource).allowed, acts, `act ${name}`)
        const above = desk.includes(role) && role !== 'overseer' && (stands === 'below' || acts)
        assert.equal(allow(me, 'override', resource).allowed, above, `override ${name}`)
      }
    })

for (const role of ROLES)
  for (const level of LEVELS)
    test(`${role} at the ${level}: relation, accounts and node`, () => {
      const me = officer([role], place[level])
      const can = (action: Action, resource: Resource) => allow(me, action, resource).allowed
      assert.equal(can('see', { kind: 'relation' }), true)
      assert.equal(can('open', { kind: 'relation' }), desk.includes(role) && role !== 'overseer')
      const carries = role === 'administrator' || (role === 'secretary' && level === 'ministry')
      assert.equal(can('carry', { kind: 'relation' }), carries)
      assert.equal(can('manage', { kind: 'accounts' }), role === 'administrator')
      assert.equal(can('inspect', { kind: 'node' }), role === 'overseer' && level === 'ministry')
      const watches = role === 'administrator' || (level === 'ministry' && lead.includes(role))
      assert.equal(can('watch', { kind: 'node' }), watches)
      assert.equal(can('operate', { kind: 'node' }), role === 'administrator')
    })

test('a draft is approved by another person with the role, at its office or above', () => {
  const draft = (by: string, office = 'vnm-gate'): Resource => ({
    kind: 'draft',
    by,
    office,
    approvers: ['approver'],
    readers: [],
  })
  for (const office of ['vnm-gate', 'vnm-north', 'vnm-mps']) {
    assert.equal(allow(officer(['approver'], office), 'approve', draft('her')).allowed, true, office)
    assert.equal(allow(officer(['approver'], office), 'approve', draft('me')).allowed, false, office)
    assert.equal(allow(officer(['secretary'], office), 'approve', draft('her')).allowed, false, office)
  }
  assert.equal(allow(officer(['approver'], 'vnm-east'), 'approve', draft('her')).allowed, false)
  assert.equal(allow(officer(['approver'], 'vnm-gate'), 'approve', draft('her', 'vnm-mps')).allowed, false)
  assert.equal(allow(officer(['approver'], 'vnm-east'), 'consult', draft('her')).allowed, false)
  assert.equal(allow(officer(['secretary'], 'vnm-gate'), 'discard', draft('me')).allowed, true)
  assert.equal(allow(officer(['secretary'], 'vnm-gate'), 'discard', draft('her')).allowed, false)
})

const CLOSED: readonly Role[] = ['protection-officer', 'protection-lead']

test('what a procedure closes is there for the roles it names, and for nobody who only leads', () => {
  const facts = { ...ROWS.ministry, readers: CLOSED }
  const draft: Resource = {
    kind: 'draft',
    by: 'her',
    office: 'vnm-mps',
    approvers: ['protection-lead'],
    readers: CLOSED,
  }
  for (const role of ROLES) {
    const me = officer([role], 'vnm-mps')
    const named = CLOSED.includes(role)
    for (const action of ACTIONS.dossier)
      assert.equal(allow(me, action, { kind: 'dossier', facts }).allowed, named, `${role} ${action}`)
    assert.equal(sightOf(allow, DIRECTORY, me).sees(facts), named, role)
    assert.equal(allow(me, 'consult', draft).allowed, named, role)
    assert.equal(allow(me, 'approve', draft).allowed, role === 'protection-lead', role)
  }
})

test('no second role gives the overseer or the administrator what they must not have', () => {
  for (const other of desk) {
    const over = officer([other, 'overseer'], 'vnm-mps')
    const admin = officer([other, 'administrator'], 'vnm-mps')
    const theirs: Resource = { kind: 'draft', by: 'her', office: 'vnm-mps', approvers: ROLES, readers: [] }
    for (const facts of Object.values(ROWS)) {
      assert.equal(allow(over, 'act', { kind: 'dossier', facts }).allowed, false)
      assert.equal(allow(over, 'override', { kind: 'dossier', facts }).allowed, false)
      for (const action of ACTIONS.dossier)
        assert.equal(allow(admin, action, { kind: 'dossier', facts }).allowed, false)
    }
    for (const who of [over, admin]) {
      assert.equal(allow(who, 'open', { kind: 'relation' }).allowed, false)
      assert.equal(allow(who, 'approve', theirs).allowed, false)
      assert.equal(allow(who, 'discard', theirs).allowed, false)
    }
    assert.equal(allow(admin, 'consult', theirs).allowed, false)
    assert.equal(allow(admin, 'review', { kind: 'relation' }).allowed, false)
    assert.equal(allow(over, 'manage', { kind: 'accounts' }).allowed, false)
  }
})

test('an action on what it is not for is never allowed', () => {
  const me = officer(desk, 'vnm-mps')
  assert.equal(allow(me, 'read', { kind: 'accounts' }).allowed, false)
  assert.equal(allow(me, 'manage', { kind: 'dossier', facts: ROWS.gate }).allowed, false)
})

test('sight narrows a list to own, lower and facing offices, and is wide at the head of the ministry', () => {
  const of = (role: Role, office: string) => sightOf(allow, DIRECTORY, officer([role], office)).offices
  assert.equal(of('secretary', 'vnm-mps'), null)
  assert.deepEqual(of('secretary', 'vnm-gate'), ['vnm-gate', 'chn-gate'])
  assert.deepEqual(of('duty-officer', 'vnm-north'), ['vnm-north', 'vnm-gate', 'chn-south', 'chn-gate'])
  assert.deepEqual(of('duty-officer', 'vnm-east'), ['vnm-east'])
})

test('the answer names the rules that decided', () => {
  const facts = ROWS.gate
  assert.deepEqual(allow(officer(['approver'], 'vnm-gate'), 'read', { kind: 'dossier', facts }), {
    allowed: true,
    rules: ['reads-own-and-below'],
  })
  assert.deepEqual(allow(officer(['overseer'], 'vnm-mps'), 'act', { kind: 'dossier', facts }), {
    allowed: false,
    rules: ['overseer-never-acts'],
  })
})

/** Everything that can be asked of the rules: each role alone and in pairs, each level, each class. */
function decisions(without?: string): string {
  const rules = readRules()
  const policies = Object.fromEntries(Object.entries(rules.policies).filter(([name]) => name !== without))
  const decide = allowOf(DIRECTORY, askerOf({ ...rules, policies }, `without ${without ?? 'nothing'}`))
  const holders: (readonly Role[])[] = [
    ...ROLES.map((role) => [role]),
    ['secretary', 'overseer'],
    ['secretary', 'administrator'],
    ['approver', 'secretary'],
  ]
  const resources: Resource[] = [
    ...Object.values(ROWS).flatMap((facts) =>
      [[], CLOSED].map((readers) => ({ kind: 'dossier', facts: { ...facts, readers } }) as const),
    ),
    { kind: 'relation' },
    { kind: 'accounts' },
    { kind: 'node' },
    ...['me', 'her'].flatMap((by) =>
      ['vnm-gate', 'vnm-mps'].flatMap((office) =>
        [[], CLOSED].map(
          (readers) => ({ kind: 'draft', by, office, approvers: ['approver', ...CLOSED], readers }) as const,
        ),
      ),
    ),
  ]
  let said = ''
  for (const roles of holders)
    for (const office of Object.keys(STANDINGS))
      for (const resource of resources)
        for (const action of ACTIONS[resource.kind])
          said += decide(officer(roles, office), action, resource).allowed ? '1' : '0'
  return said
}

test('removing any one rule changes a decision', () => {
  const whole = decisions()
  for (const name of Object.keys(readRules().policies)) assert.notEqual(decisions(name), whole, name)
})

test('rules that do not fit their schema are refused', () => {
  const { schema, policies } = readRules()
  for (const bad of [
    'permit (principal, action, resource) when { resource.secret };',
    'permit (principal, action == Action::"fly", resource);',
    'permit (principal, action, resource',
    'permit (principal is Citizen, action, resource);',
  ])
    assert.throws(() => askerOf({ schema, policies: { ...policies, bad } }, 'bad'), { code: 'bad-config' })
  assert.throws(() => askerOf({ schema: `${schema} entity`, policies }, 'bad'), { code: 'bad-config' })
})
