import { defineProcedure } from '@counterpart/casework/language'
import { approvers, confirmation, drafters, otherWordings, recorded } from '../recorded.ts'
import { fields, NUMBERED } from './fields.ts'

const alive = ['figure-stated', 'figures-differ', 'figure-agreed'] as const
const said = ['value', 'magnitude', 'words', 'period-from', 'period-until', 'period-wording'] as const
const about = ['done-by', 'done-for', 'area', 'stated-on', 'not-before', ...recorded] as const

const isNumbered = {
  any: NUMBERED.map((precision) => ({ equals: ['precision', precision] as const })),
}
const isMagnitude = { equals: ['precision', 'magnitude'] as const }

/** An outcome as one side states it: a number, a bound, an order of magnitude or a word, and never one for another. */
export const figure = defineProcedure({
  name: 'figure',
  version: 1,
  plays: {
    as: 'figure',
    slots: {
      'record-id': 'record-id',
      sources: 'sources',
      title: 'title',
      remark: 'remark',
      precision: 'precision',
      number: 'value',
      magnitude: 'magnitude',
      words: 'words',
      unit: 'unit',
      'unit-read-as': 'unit-read-as',
      'period-from': 'period-from',
      'period-until': 'period-until',
      'period-wording': 'period-wording',
      'period-basis': 'period-basis',
      from: 'done-by',
      to: 'done-for',
      area: 'area',
      stated: 'stated-on',
      'not-before': 'not-before',
    },
  },
  opener: 'either',
  keeper: 'first',
  levels: ['gate', 'province', 'ministry'],
  parts: { content: { personal: false, keep: 'P30Y' } },
  fields,
  title: 'title',
  deadlines: { confirmation },
  states: {
    'figure-stated': { deadline: 'confirmation', waits: 'other' },
    'figures-differ': { deadline: null, waits: 'either', because: 'being-compared' },
    'figure-agreed': { deadline: null, waits: 'either', because: 'stands' },
    'figure-withdrawn': { final: true },
  },
  acts: {
    'state-figure': {
      by: 'opener',
      roles: drafters,
      approval: approvers,
      opens: true,
      from: [],
      to: 'figure-stated',
      needs: ['title', 'precision', 'unit', 'period-basis'],
      may: [...said, 'unit-read-as', ...about, 'message'],
    },
    'confirm-figure': {
      by: 'other',
      roles: drafters,
      approval: approvers,
      from: ['figure-stated'],
      to: 'figure-agreed',
      needs: [],
      may: ['message'],
      answers: ['state-figure'],
    },
    // Stands beside the other side's value until both agree on one; then nothing is left of the other.
    'state-own-figure': {
      by: 'other',
      roles: drafters,
      approval: approvers,
      from: ['figure-stated', 'figures-differ', 'figure-agreed'],
      to: 'figures-differ',
      needs: ['precision', 'unit', 'period-basis', 'message'],
      may: [...said, 'unit-read-as', 'done-by', 'done-for'],
      proposes: true,
      drops: [...said, 'unit-read-as'],
    },
    'agree-on-figure': {
      by: 'opener',
      roles: drafters,
      approval: approvers,
      from: ['figures-differ'],
      to: 'figure-agreed',
      needs: [],
      may: ['message'],
      answers: ['state-own-figure'],
      adopts: true,
    },
    'give-in-on-figure': {
      by: 'other',
      roles: drafters,
      approval: approvers,
      from: ['figures-differ'],
      to: 'figure-agreed',
      needs: ['message'],
      answers: ['state-own-figure'],
    },
    'read-unit': {
      by: 'either',
      roles: drafters,
      from: alive,
      needs: ['unit-read-as'],
      may: ['message'],
    },
    // What is said of the figure, never what it says.
    ...otherWordings(alive, ['title', ...about]),
  },
  common: {
    note: { from: alive, roles: drafters },
    withdraw: { from: ['figure-stated', 'figures-differ'], to: 'figure-withdrawn', roles: drafters },
  },
  rules: {
    'a-number-where-one-is-said': { any: [{ not: isNumbered }, { present: 'value' }] },
    'no-number-where-none-is-said': { any: [isNumbered, { not: { present: 'value' } }] },
    'a-magnitude-where-one-is-said': {
      any: [
        { all: [isMagnitude, { present: 'magnitude' }] },
        { not: { any: [isMagnitude, { present: 'magnitude' }] } },
      ],
    },
    'a-word-stays-a-word': {
      any: [{ not: { equals: ['precision', 'in-words'] } }, { present: 'words' }],
    },
    'period-ends-not-before-it-begins': { not: { before: ['period-until', 'period-from'] } },
    'no-period-where-none-is-stated': {
      any: [
        { not: { equals: ['period-basis', 'none'] } },
        { not: { any: [{ present: 'period-from' }, { present: 'period-until' }] } },
      ],
    },
  },
  indicators: {
    stated: { count: ['state-figure'] },
    confirmed: { count: ['confirm-figure'] },
    differing: { count: ['state-own-figure'] },
  },
})
