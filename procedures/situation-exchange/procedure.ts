import { defineProcedure } from '@counterpart/casework/language'
import { fields } from './fields.ts'

const drafters = ['contact-point', 'secretary'] as const
const approvers = ['approver'] as const
const gathering = ['period-opened', 'part-given'] as const
const periodic = [...gathering, 'parts-merged', 'bulletin-approved'] as const
const open = [...periodic, 'occasion-reported'] as const

/** The situation in the region and beyond, without persons: a bulletin of both for a period, or a report on occasion. */
export const situationExchange = defineProcedure({
  name: 'situation-exchange',
  version: 1,
  opener: 'either',
  keeper: 'opener',
  levels: ['gate', 'province', 'ministry'],
  parts: { content: { personal: false, keep: 'P10Y' } },
  fields,
  title: 'subject',
  deadlines: {
    parts: { owes: 'other', counts: 'calendar', lasts: { until: 'parts-by' }, basis: 'agreed' },
    approval: { owes: 'other', counts: 'calendar', lasts: 'P14D', basis: 'proposal' },
    distribution: { owes: 'opener', counts: 'calendar', lasts: 'P14D', basis: 'proposal' },
    acknowledgement: { owes: 'other', counts: 'calendar', lasts: 'P7D', basis: 'proposal' },
  },
  states: {
    'period-opened': { deadline: 'parts', waits: 'either' },
    // Whoever gave its part in time is not late while the other side merges.
    'part-given': { deadline: null, waits: 'opener', because: 'to-be-merged' },
    'parts-merged': { deadline: 'approval', waits: 'other' },
    'bulletin-approved': { deadline: 'distribution', waits: 'opener' },
    'occasion-reported': { deadline: 'acknowledgement', waits: 'other' },
    'bulletin-archived': { final: true },
    'report-acknowledged': { final: true },
    'exchange-declined': { final: true, refused: true },
    'exchange-withdrawn': { final: true },
  },
  acts: {
    'open-period': {
      by: 'opener',
      roles: drafters,
      opens: true,
      from: [],
      to: 'period-opened',
      needs: ['subject', 'scope', 'classification', 'period-from', 'period-until', 'parts-by'],
      may: ['area', 'message'],
    },
    'report-on-occasion': {
      by: 'opener',
      roles: drafters,
      approval: approvers,
      opens: true,
      from: [],
      to: 'occasion-reported',
      needs: ['subject', 'scope', 'classification', 'occasion', 'assessment-opener', 'confidence-opener'],
      may: ['area', 'figures-opener', 'methods', 'alerts', 'message'],
    },
    // Each side its own part, and as often as it likes until both are merged: the latest counts.
    'give-part-as-opener': {
      by: 'opener',
      roles: drafters,
      approval: approvers,
      from: gathering,
      needs: ['figures-opener', 'assessment-opener', 'confidence-opener'],
      may: ['methods', 'alerts', 'outstanding', 'message'],
    },
    'give-part-as-other': {
      by: 'other',
      roles: drafters,
      approval: approvers,
      from: gathering,
      to: 'part-given',
      needs: ['figures-other', 'assessment-other', 'confidence-other'],
      may: ['methods', 'alerts', 'message'],
    },
    'merge-parts': {
      by: 'opener',
      roles: drafters,
      approval: approvers,
      from: ['part-given', 'parts-merged'],
      to: 'parts-merged',
      needs: ['figures', 'summary'],
      may: ['outstanding', 'message'],
      when: { done: 'give-part-as-opener' },
    },
    'object-to-merging': {
      by: 'other',
      roles: drafters,
      from: ['parts-merged'],
      to: 'part-given',
      needs: ['message'],
      answers: ['merge-parts'],
    },
    'approve-bulletin': {
      by: 'other',
      roles: drafters,
      approval: approvers,
      from: ['parts-merged'],
      to: 'bulletin-approved',
      needs: [],
      may: ['message'],
      answers: ['merge-parts'],
    },
    distribute: {
      by: 'either',
      roles: drafters,
      from: ['bulletin-approved'],
      needs: ['distribution'],
      may: ['message'],
    },
    'acknowledge-report': {
      by: 'other',
      roles: drafters,
      from: ['occasion-reported'],
      to: 'report-acknowledged',
      needs: [],
      may: ['assessment-other', 'confidence-other', 'figures-other', 'message'],
      answers: ['report-on-occasion'],
    },
  },
  common: {
    note: { from: open, roles: drafters },
    'ask-clarification': { from: ['parts-merged', 'occasion-reported'] },
    clarify: { from: ['parts-merged', 'occasion-reported'] },
    extend: { from: ['parts-merged', 'occasion-reported'] },
    remind: { from: open.filter((state) => state !== 'part-given') },
    refuse: { from: ['period-opened'], to: 'exchange-declined' },
    withdraw: { from: [...gathering, 'occasion-reported'], to: 'exchange-withdrawn' },
    correct: { from: [...open, 'bulletin-archived', 'report-acknowledged'] },
    close: { from: ['bulletin-approved'], to: 'bulletin-archived' },
  },
  links: {
    question: { opens: 'information-request', from: [...open] },
    'next-period': { opens: 'situation-exchange', from: ['bulletin-approved'] },
    letter: { opens: 'correspondence', from: [...open] },
    figure: { opens: 'figure', from: ['bulletin-approved'] },
  },
  rules: {
    'period-begins-before-it-ends': { not: { before: ['period-until', 'period-from'] } },
    'parts-after-the-period': { not: { before: ['parts-by', 'period-from'] } },
  },
  indicators: {
    'periods-opened': { count: ['open-period'] },
    'parts-of-opener': { count: ['give-part-as-opener'] },
    'parts-of-other': { count: ['give-part-as-other'] },
    bulletins: { count: ['approve-bulletin'] },
    objections: { count: ['object-to-merging'] },
    'reports-on-occasion': { count: ['report-on-occasion'] },
    'reports-acknowledged': { count: ['acknowledge-report'] },
    'time-to-bulletin': { time: ['open-period', ['approve-bulletin']] },
    'time-to-acknowledge': { time: ['report-on-occasion', ['acknowledge-report']] },
  },
})
