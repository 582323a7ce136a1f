import { defineProcedure } from '@counterpart/casework/language'
import { approvers, confirmation, drafters, otherWordings, recorded } from '../recorded.ts'
import { fields } from './fields.ts'

const alive = ['mechanism-stated', 'mechanism-running'] as const
const build = ['levels', 'offices', 'facing', 'scope', 'area'] as const

/** A standing form of co-operation: levels, the offices on each, which face which, and their contact points. */
export const mechanism = defineProcedure({
  name: 'mechanism',
  version: 1,
  plays: {
    as: 'directory',
    slots: {
      'record-id': 'record-id',
      sources: 'sources',
      title: 'title',
      remark: 'remark',
      levels: 'levels',
      offices: 'offices',
      facing: 'facing',
      ended: 'end-date',
      'contact-points': 'contact-points-first contact-points-other',
    },
  },
  opener: 'either',
  keeper: 'first',
  levels: ['gate', 'province', 'ministry'],
  parts: {
    content: { personal: false, keep: 'P10Y' },
    officials: { personal: true, keep: 'P1Y' },
  },
  fields,
  title: 'title',
  deadlines: { confirmation },
  states: {
    'mechanism-stated': { deadline: 'confirmation', waits: 'other' },
    'mechanism-running': { deadline: null, waits: 'either', because: 'stands' },
    'mechanism-ended': { final: true },
    'mechanism-not-entered': { final: true },
  },
  acts: {
    'enter-mechanism': {
      by: 'opener',
      roles: drafters,
      approval: approvers,
      opens: true,
      from: [],
      to: 'mechanism-stated',
      needs: ['title', 'levels', 'offices'],
      may: ['facing', 'scope', 'area', ...recorded, 'message'],
    },
    'confirm-mechanism': {
      by: 'other',
      roles: drafters,
      approval: approvers,
      from: ['mechanism-stated'],
      to: 'mechanism-running',
      needs: [],
      may: ['message'],
      answers: ['enter-mechanism'],
    },
    // Nobody names contact points for the other side, so each side has a list of its own.
    'name-contact-points-first': {
      by: 'keeper',
      roles: drafters,
      approval: approvers,
      from: ['mechanism-running'],
      needs: ['contact-points-first'],
      may: ['holders', 'message'],
    },
    'name-contact-points-other': {
      by: 'guest',
      roles: drafters,
      approval: approvers,
      from: ['mechanism-running'],
      needs: ['contact-points-other'],
      may: ['holders', 'message'],
    },
    ...otherWordings(alive, ['title', ...build, ...recorded]),
    'end-mechanism': {
      by: 'either',
      roles: drafters,
      approval: approvers,
      from: ['mechanism-running'],
      to: 'mechanism-ended',
      needs: ['end-date', 'message'],
    },
  },
  common: {
    note: { from: alive, roles: drafters },
    withdraw: { from: ['mechanism-stated'], to: 'mechanism-not-entered', roles: drafters },
  },
  links: {
    series: { opens: 'series', from: ['mechanism-running'] },
    meeting: { opens: 'meeting', from: ['mechanism-running'] },
    instrument: { opens: 'instrument', from: ['mechanism-running'] },
    commitment: { opens: 'commitment', from: ['mechanism-running'] },
    letter: { opens: 'correspondence', from: ['mechanism-running'] },
    situation: { opens: 'situation-exchange', from: ['mechanism-running'] },
  },
  indicators: {
    entered: { count: ['enter-mechanism'] },
    'contact-points-named': { count: ['name-contact-points-first', 'name-contact-points-other'] },
  },
})
