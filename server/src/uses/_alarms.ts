/** Invented declarations for what time alone causes, and for what rests on an instrument in force. */
import { defineProcedure, digestOf, type Procedure } from '@counterpart/casework'
import { PACT, PROCEDURES } from './_pacts.ts'

/** Raised by the clock when nobody looks for two hours, and when nobody answers for three. */
function alarm(name: string, keeper: Procedure['keeper']) {
  return defineProcedure({
    name,
    version: 1,
    opener: 'either',
    keeper,
    levels: ['gate', 'province', 'ministry'],
    parts: { content: { personal: false, keep: 'P1Y' } },
    fields: { title: { kind: 'line', part: 'kept', max: 80 } },
    title: 'title',
    deadlines: { answer: { owes: 'other', counts: 'hours', lasts: 'PT3H', basis: 'test' } },
    states: {
      rung: { deadline: 'answer', waits: 'other' },
      heard: { deadline: null, waits: 'opener', because: 'test' },
      over: { final: true },
    },
    acts: {
      ring: {
        by: 'opener',
        roles: ['duty-officer'],
        opens: true,
        from: [],
        to: 'rung',
        needs: ['title'],
      },
      hear: {
        by: 'other',
        roles: ['duty-officer'],
        from: ['rung'],
        to: 'heard',
        needs: [],
        answers: ['ring'],
      },
    },
    common: {
      note: { from: ['rung', 'heard'] },
      raise: { from: ['rung', 'heard'] },
      'raise-late': { from: ['rung'] },
      'raise-unopened': { from: ['rung', 'heard'] },
      'offer-responsibility': { from: ['rung', 'heard'] },
      'take-responsibility': { from: ['rung', 'heard'] },
      'decline-responsibility': { from: ['rung', 'heard'] },
      withdraw: { from: ['rung'], to: 'over' },
      close: { from: ['heard'], to: 'over' },
    },
    indicators: {},
  })
}

/** An instrument that is in force from the beginning until one side ends it. */
function paper(name: string, keeper: Procedure['keeper']) {
  return defineProcedure({
    name,
    version: 1,
    plays: { as: 'instrument', slots: { 'binding-states': 'in-force' } },
    opener: 'either',
    keeper,
    levels: ['ministry'],
    parts: { content: { personal: false, keep: 'P1Y' } },
    fields: { title: { kind: 'line', part: 'kept', max: 80 } },
    title: 'title',
    deadlines: {},
    states: {
      'in-force': { deadline: null, waits: 'either', because: 'test' },
      ended: { final: true },
    },
    acts: {
      sign: {
        by: 'opener',
        roles: ['duty-officer'],
        opens: true,
        from: [],
        to: 'in-force',
        needs: ['title'],
      },
      end: { by: 'either', roles: ['duty-officer'], from: ['in-force'], to: 'ended', needs: [] },
    },
    common: { note: { from: ['in-force'] } },
    indicators: {},
  })
}

/** Rests on the instrument it names: at its opening, and again whenever it is relied on. */
const reliance = defineProcedure({
  name: 'test-reliance',
  version: 1,
  opener: 'either',
  keeper: 'other',
  levels: ['ministry'],
  parts: { content: { personal: false, keep: 'P1Y' } },
  fields: {
    title: { kind: 'line', part: 'kept', max: 80 },
    instrument: { kind: 'reference', part: 'kept', plays: 'instrument' },
  },
  title: 'title',
  deadlines: {},
  states: { open: { deadline: null, waits: 'either', because: 'test' }, done: { final: true } },
  acts: {
    base: {
      by: 'opener',
      roles: ['duty-officer'],
      opens: true,
      from: [],
      to: 'open',
      needs: ['title', 'instrument'],
      when: { inForce: 'instrument' },
    },
    rely: {
      by: 'either',
      roles: ['duty-officer'],
      from: ['open'],
      needs: [],
      when: { inForce: 'instrument' },
    },
  },
  common: { note: { from: ['open'] }, close: { from: ['open'], to: 'done' } },
  indicators: {},
})

const all = {
  /** The keeper is who is asked. */
  alarm: alarm('test-alarm', 'other'),
  /** The keeper is who asks. */
  ownAlarm: alarm('test-own-alarm', 'opener'),
  paper: paper('test-paper', 'opener'),
  theirPaper: paper('test-their-paper', 'other'),
  reliance,
}

export const ALARM = digestOf(all.alarm)
export const OWN_ALARM = digestOf(all.ownAlarm)
export const PAPER = digestOf(all.paper)
export const THEIR_PAPER = digestOf(all.theirPaper)
export const RELIANCE = digestOf(all.reliance)

export const DECLARED: typeof PROCEDURES = new Map([
  ...PROCEDURES,
  ...Object.values(all).map((procedure) => [digestOf(procedure), { procedure, texts: {} }] as const),
])
/** What both sides agree in these tests. */
export const AGREED = [...DECLARED.keys()].filter((digest) => digest !== PACT)
