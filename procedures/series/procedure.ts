import { defineProcedure } from '@counterpart/casework/language'
import { approvers, confirmation, drafters, names, otherWordings, party, recorded } from '../recorded.ts'

const alive = ['series-stated', 'series-running'] as const
const rest = ['names', 'sides', 'rotation', 'cadence', 'area', ...recorded] as const

/** A row of numbered meetings of the same two bodies at the same rank. */
export const series = defineProcedure({
  name: 'series',
  version: 1,
  plays: {
    as: 'series',
    slots: {
      'record-id': 'record-id',
      sources: 'sources',
      title: 'title',
      remark: 'remark',
      names: 'names',
      sides: 'sides',
      rank: 'rank',
      rotation: 'rotation',
      cadence: 'cadence',
      ended: 'end-date',
    },
  },
  opener: 'either',
  keeper: 'first',
  levels: ['gate', 'province', 'ministry'],
  parts: { content: { personal: false, keep: 'P30Y' } },
  fields: {
    title: { kind: 'text', part: 'kept', max: 400 },
    names,
    rank: { kind: 'text', part: 'kept', max: 200 },
    sides: {
      kind: 'list',
      part: 'kept',
      most: 12,
      row: {
        party,
        organisation: { kind: 'text', max: 300 },
        stated: { kind: 'choice', of: ['stated', 'implied'] },
      },
      needs: ['party', 'organisation', 'stated'],
    },
    rotation: { kind: 'choice', part: 'kept', of: ['alternating', 'fixed', 'not-stated'] },
    cadence: { kind: 'text', part: 'kept', max: 300 },
    'end-date': { kind: 'date', part: 'kept' },
  },
  title: 'title',
  deadlines: { confirmation },
  states: {
    'series-stated': { deadline: 'confirmation', waits: 'other' },
    'series-running': { deadline: null, waits: 'either', because: 'stands' },
    'series-ended': { final: true },
    'series-not-entered': { final: true },
  },
  acts: {
    'enter-series': {
      by: 'opener',
      roles: drafters,
      approval: approvers,
      opens: true,
      from: [],
      to: 'series-stated',
      needs: ['title', 'rank', 'sides', 'rotation'],
      may: ['names', 'cadence', 'area', ...recorded, 'message'],
    },
    'confirm-series': {
      by: 'other',
      roles: drafters,
      approval: approvers,
      from: ['series-stated'],
      to: 'series-running',
      needs: [],
      may: ['message'],
      answers: ['enter-series'],
    },
    ...otherWordings(alive, ['title', 'rank', ...rest]),
    'end-series': {
      by: 'either',
      roles: drafters,
      approval: approvers,
      from: ['series-running'],
      to: 'series-ended',
      needs: ['end-date', 'message'],
    },
  },
  common: {
    note: { from: alive, roles: drafters },
    withdraw: { from: ['series-stated'], to: 'series-not-entered', roles: drafters },
  },
  links: {
    edition: { opens: 'meeting', from: ['series-running'] },
    letter: { opens: 'correspondence', from: ['series-running'] },
  },
  indicators: {
    entered: { count: ['enter-series'] },
    confirmed: { count: ['confirm-series'] },
  },
})
