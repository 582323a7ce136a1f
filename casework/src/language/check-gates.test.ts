import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeguard } from '../run/_safeguard.ts'
import { checkProcedure } from './check.ts'
import type { CarriedOut } from './condition.ts'
import { defineProcedure } from './define.ts'
import type { Gate } from './gates.ts'
import type { Act, Procedure } from './procedure.ts'

const found = (change: Partial<Procedure>) =>
  checkProcedure({ ...safeguard, ...change }).map(({ path, code }) => `${path} ${code}`)

function includes(cases: [Partial<Procedure>, string][]): void {
  for (const [change, problem] of cases)
    assert.ok(found(change).includes(problem), `${problem}: ${found(change)}`)
}

function gate(change: Partial<Gate>, name = 'proportionality'): Partial<Procedure> {
  const before = safeguard.gates?.proportionality
  assert.ok(before)
  return { gates: { ...safeguard.gates, [name]: { ...before, ...change } } }
}

function act(name: string, change: Partial<Act>): Partial<Procedure> {
  const before = safeguard.acts[name]
  assert.ok(before)
  return { acts: { ...safeguard.acts, [name]: { ...before, ...change } } }
}

function less(...names: string[]): Partial<Procedure> {
  return {
    acts: Object.fromEntries(Object.entries(safeguard.acts).filter(([name]) => !names.includes(name))),
  }
}

test('PROCEDURE-16 a gate is one of the closed list, answered by somebody, and guards what can wait for it', () => {
  assert.deepEqual(found({}), [])
  const path = '/gates/proportionality'
  includes([
    [gate({}, 'weather'), '/gates/weather unknown-gate'],
    [gate({ by: 'clock' }), `${path}/by bad-side`],
    [gate({ basis: ' ' }), `${path}/basis no-basis`],
    [gate({ before: [] }), `${path}/before empty`],
    [gate({ before: ['grant', 'grant'] }), `${path}/before repeated`],
    [gate({ before: ['steal'] }), `${path}/before unknown-act`],
    [gate({ before: ['ask'] }), `${path}/before guards-opening`],
    [gate({ before: ['check-minor'] }), `${path}/before guards-opening`],
    [
      { ...act('end', { by: 'clock', roles: [] }), ...gate({ before: ['end'] }) },
      `${path}/before guards-clock`,
    ],
    [gate({ on: [] }), `${path}/on empty`],
    [gate({ reads: ['means', 'means'] }), `${path}/reads repeated`],
    [gate({ reads: ['price'] }), `${path}/reads unknown-field`],
    [gate({ reads: ['message'] }), `${path}/reads not-kept`],
    [gate({ when: { present: 'price' } }), `${path}/when/present unknown-field`],
  ])
})

test('PROCEDURE-17 refuses a guarded act that changes what the gate was answered for', () => {
  const problem = '/gates/proportionality/before changes-what-gate-reads'
  includes([
    [act('grant', { needs: ['means'] }), problem],
    [act('grant', { may: ['means'] }), problem],
    [act('grant', { drops: ['means'] }), problem],
    [gate({ before: ['agree'] }), problem],
  ])
  // Where the gate is asked on the proposal, its answer knows what is adopted.
  assert.deepEqual(found(gate({ before: ['agree'], on: ['ask', 'suggest'] })), [])
})

test('PROCEDURE-26 refuses a guarded act that tells of persons twice on one answer', () => {
  const problem = '/gates/proportionality/before lets-others-through'
  const { parts, fields, gates, acts } = safeguard
  const person = { kind: 'person', part: 'person' } as const
  // Who is granted is named: by the guest, on nothing, and after it by way of `back`.
  const naming = (
    grant: Partial<Act>,
    gate: Partial<Gate> = {},
    back: Partial<Act> = {},
  ): Partial<Procedure> => ({
    parts: { ...parts, person: { personal: true, keep: 'P1Y' } },
    fields: { ...fields, person },
    acts: {
      ...acts,
      grant: { ...(acts.grant as Act), may: ['person'], ...grant },
      back: { by: 'either', roles: ['duty-officer'], from: ['granted'], to: 'asked', needs: [], ...back },
    },
    gates: { ...gates, proportionality: { ...(gates?.proportionality as Gate), ...gate } },
  })
  const stay = { from: ['asked', 'granted'] }
  const refused = [
    naming({}),
    naming({ ...stay }, {}, { needs: ['means'] }),
    naming({ most: 2 }),
    naming({}, {}, { needs: ['means'], proposes: true }),
    naming({}, { on: ['ask', 'say'] }),
    // Of its own asking: it asks again, or names another.
    naming({ by: 'opener', answers: ['ask'] }),
    naming({ by: 'either', answers: ['ask'] }),
    naming({ by: 'other', answers: ['ask', 'say'] }),
    naming({ needs: ['person'], may: [] }),
  ]
  for (const [index, one] of refused.entries()) assert.ok(found(one).includes(problem), `refused ${index}`)
  const fine = [
    naming({ most: 1 }),
    naming({ may: [] }),
    naming({}, { on: ['ask', 'grant'] }),
    naming({}, { on: ['ask', 'back'] }),
    naming({}, {}, { needs: ['means'] }),
    naming({}, {}, { drops: ['means'] }),
    naming({}, {}, { to: 'over' }),
    naming({ by: 'other', answers: ['ask'] }),
  ]
  for (const [index, one] of fine.entries()) assert.ok(!found(one).includes(problem), `fine ${index}`)

  // What is adopted is used up: asked on the proposal, the answer is of the persons in it.
  const agreed = (on: string[]): Partial<Procedure> => ({
    ...naming({ may: [] }),
    acts: { ...acts, suggest: { ...(acts.suggest as Act), may: ['person'] } },
    gates: {
      ...gates,
      proportionality: { ...(gates?.proportionality as Gate), before: ['agree'], reads: [], on },
    },
  })
  assert.ok(found(agreed(['ask'])).includes(problem))
  assert.ok(!found(agreed(['ask', 'suggest'])).includes(problem))
})

test('PROCEDURE-20 refuses to raise where there is one level, or without saying to which', () => {
  includes([
    [{ levels: ['gate'] }, '/acts/raise one-level'],
    [act('raise', { needs: ['our-office'] }), '/acts/raise/needs unknown-field'],
  ])
})

test('PROCEDURE-22 refuses responsibility that is offered to nobody, or taken without an offer', () => {
  includes([
    [less('take-responsibility'), '/acts no-taker'],
    [less('decline-responsibility'), '/acts no-taker'],
    [act('take-responsibility', { from: ['asked'] }), '/acts no-taker'],
    [less('offer-responsibility', 'raise', 'raise-late', 'raise-unopened'), '/acts no-taker'],
  ])
  const raises = ['raise', 'raise-late', 'raise-unopened']
  assert.ok(!found(less('offer-responsibility', ...raises.slice(1))).includes('/acts no-taker'))
})

test('PROCEDURE-12 refuses a refusal without a ground', () => {
  includes([
    [act('refuse', { needs: ['message'] }), '/acts/refuse/needs no-ground'],
    [act('grant', { to: 'denied' }), '/acts/grant/needs no-ground'],
  ])
})

test('refuses readers that are none and links that lead from nowhere', () => {
  const links = (opens: string, from: string[], name = 'measure') => ({ links: { [name]: { opens, from } } })
  includes([
    [{ readers: [] }, '/readers no-roles'],
    [{ readers: ['overseer', 'overseer'] }, '/readers repeated'],
    [{ readers: ['king'] as never }, '/readers unknown-word'],
    [links('No such', ['asked']), '/links/measure bad-name'],
    [links('other', ['asked'], 'No name'), '/links/No name bad-name'],
    [links('other', []), '/links/measure/from empty'],
    [links('other', ['asked', 'asked']), '/links/measure/from repeated'],
    [links('other', ['gone']), '/links/measure/from unknown-state'],
  ])
  assert.deepEqual(found({ readers: ['overseer'], ...links('other', ['asked']) }), [])
})

test('CUT-7 refuses to ask whether something is in force that is no instrument', () => {
  includes([
    [act('rest', { when: { inForce: 'label' } }), '/acts/rest/when/inForce wrong-kind'],
    [act('rest', { when: { inForce: 'price' } }), '/acts/rest/when/inForce unknown-field'],
    [act('rest', { when: { inForce: 'message' } }), '/acts/rest/when/inForce not-kept'],
  ])
})

test('CUT-8 refuses to ask whether something was carried out that nothing can show', () => {
  const carriedOut = (change: Partial<CarriedOut>) => ({
    carriedOut: { by: 'basis', procedure: 'walk', states: ['walked'], ...change },
  })
  includes([
    [act('rest', { when: carriedOut({ by: 'price' }) }), '/acts/rest/when/carriedOut/by unknown-field'],
    [act('rest', { when: carriedOut({ by: 'label' }) }), '/acts/rest/when/carriedOut/by wrong-kind'],
    [act('rest', { when: carriedOut({ states: [] }) }), '/acts/rest/when/carriedOut/states empty'],
    [act('rest', { when: carriedOut({ states: ['a', 'a'] }) }), '/acts/rest/when/carriedOut/states repeated'],
    [act('rest', { when: carriedOut({ procedure: 'No' }) }), '/acts/rest/when/carriedOut bad-name'],
    [
      act('rest', { when: carriedOut({ opener: 'somebody' as 'other' }) }),
      '/acts/rest/when/carriedOut/opener unknown-word',
    ],
  ])
  assert.deepEqual(found(act('rest', { when: carriedOut({}) })), [])
})

test('DECLARATION-4 a gate brings an act that answers it and, where it can be passed over, one that does', () => {
  const { proportionality, minor } = safeguard.gates ?? {}
  assert.ok(proportionality && minor)
  const { override: _, ...hard } = proportionality
  const { gates, acts, fields, ...rest } = safeguard
  const own = Object.fromEntries(Object.entries(acts).filter(([, one]) => !one.gate))
  const without = defineProcedure({
    ...rest,
    acts: own,
    fields,
    plays: { as: 'review', slots: {} },
    common: {},
    gates: { proportionality: hard, minor },
  } as never)
  assert.deepEqual(
    Object.keys(without.acts).filter((name) => without.acts[name]?.gate),
    ['check-proportionality', 'check-minor', 'override-minor'],
  )
  assert.ok(gates)
})
