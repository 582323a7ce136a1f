/** An invented procedure with gates, levels and a responsibility that moves. */
import { defineProcedure, type Procedure } from '../language/index.ts'

const roles = ['duty-officer'] as const
const alive = ['asked', 'granted'] as const

/** Kept by the first party. `asked` of one side, guarded on the other, carried out by the first. */
export const safeguard: Procedure = defineProcedure({
  name: 'safeguard',
  version: 1,
  opener: 'either',
  keeper: 'first',
  levels: ['gate', 'province', 'ministry'],
  parts: { content: { personal: false, keep: 'P1Y' } },
  title: 'label',
  fields: {
    label: { kind: 'line', part: 'kept', max: 40 },
    means: { kind: 'choice', part: 'kept', of: ['look', 'follow'] },
    young: { kind: 'flag', part: 'kept' },
    basis: { kind: 'reference', part: 'kept', plays: 'instrument' },
  },
  deadlines: { grant: { owes: 'guest', counts: 'hours', lasts: 'PT8H', basis: 'proposal' } },
  states: {
    asked: { deadline: 'grant', waits: 'guest' },
    granted: { deadline: null, waits: 'either', because: 'under-way' },
    over: { final: true },
    denied: { final: true, refused: true },
  },
  acts: {
    ask: {
      by: 'opener',
      roles,
      opens: true,
      from: [],
      to: 'asked',
      needs: ['label', 'means'],
      may: ['young', 'basis'],
    },
    change: { by: 'either', roles, from: alive, needs: ['means'] },
    say: { by: 'either', roles, from: alive, needs: ['young'] },
    suggest: { by: 'either', roles, from: alive, needs: ['means'], proposes: true },
    agree: { by: 'either', roles, from: alive, needs: [], answers: ['suggest'], adopts: true },
    blank: { by: 'either', roles, from: alive, needs: [], drops: ['means'] },
    grant: { by: 'guest', roles, approval: ['approver'], from: ['asked'], to: 'granted', needs: [] },
    watch: { by: 'either', roles, from: ['granted'], needs: [], may: ['young'] },
    rest: { by: 'either', roles, from: alive, needs: [], when: { inForce: 'basis' } },
    name: { by: 'either', roles, from: alive, needs: ['basis'] },
    end: { by: 'either', roles, from: ['granted'], to: 'over', needs: [] },
  },
  gates: {
    proportionality: {
      by: 'guest',
      roles: ['legal-reviewer'],
      from: alive,
      before: ['grant'],
      on: ['ask'],
      reads: ['means'],
      override: { roles: ['approver'], approval: ['overseer'] },
      basis: 'proposal',
    },
    minor: {
      by: 'either',
      roles: ['protection-officer'],
      from: alive,
      before: ['grant', 'watch'],
      on: ['ask', 'say'],
      reads: [],
      when: { equals: ['young', true] },
      override: { roles: ['approver'], approval: ['overseer'] },
      basis: 'proposal',
    },
  },
  common: {
    note: { from: alive },
    refuse: { from: ['asked'], to: 'denied', by: 'guest' },
    raise: { from: alive },
    'raise-late': { from: ['asked'] },
    'raise-unopened': { from: ['asked'] },
    'offer-responsibility': { from: alive },
    'take-responsibility': { from: alive },
    'decline-responsibility': { from: alive },
    'record-call': { from: alive },
    'confirm-call': { from: alive },
  },
  rules: { 'named-binds': { any: [{ not: { present: 'basis' } }, { inForce: 'basis' }] } },
  indicators: {},
})

export const SAFEGUARD = '5a'.repeat(32)
