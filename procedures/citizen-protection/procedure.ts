import { defineProcedure } from '@counterpart/casework/language'
import { fields } from './fields.ts'

const drafters = ['duty-officer', 'contact-point', 'secretary', 'consular-officer'] as const
const waiting = ['help-asked', 'incident-notified'] as const
const underWay = ['help-under-way', 'incident-followed'] as const
const open = [...waiting, ...underWay] as const

/** What shows that somebody was found waits until he or she agrees, or until nothing can speak against it. */
const mayBeTold = {
  any: [
    { equals: ['may-be-told', true] },
    { equals: ['subject-kind', 'business'] },
    { equals: ['subject-kind', 'agency'] },
  ],
} as const
const neutralStep = {
  any: [
    { equals: ['step', 'officers-sent'] },
    { equals: ['step', 'premises-guarded'] },
    { equals: ['step', 'case-opened'] },
    { equals: ['step', 'mediated'] },
    { equals: ['step', 'warning-given'] },
  ],
} as const
const neutralOutcome = {
  any: [
    { equals: ['outcome', 'matter-settled'] },
    { equals: ['outcome', 'goes-on-in-court'] },
    { equals: ['outcome', 'no-danger-found'] },
    { equals: ['outcome', 'no-more-can-be-said'] },
    { equals: ['outcome', 'died'] },
  ],
} as const

/** Citizens, businesses and agencies of one side on the other's soil: a call for help, the steps, an outcome both sides agree on. */
export const citizenProtection = defineProcedure({
  name: 'citizen-protection',
  version: 1,
  opener: 'either',
  keeper: 'other',
  levels: ['gate', 'province', 'ministry'],
  parts: {
    content: { personal: false, keep: 'P5Y' },
    person: { personal: true, keep: 'P2Y' },
  },
  fields,
  title: 'subject',
  deadlines: {
    'first-answer': {
      owes: 'other',
      counts: 'calendar',
      lasts: {
        by: 'urgency',
        of: {
          'very-urgent': { counts: 'hours', lasts: 'PT1H' },
          urgent: { counts: 'hours', lasts: 'PT8H' },
          normal: { counts: 'calendar', lasts: 'P3D' },
        },
      },
      basis: 'proposal',
    },
    'outcome-of-help': { owes: 'other', counts: 'calendar', lasts: 'P30D', basis: 'proposal' },
    'outcome-of-incident': { owes: 'opener', counts: 'calendar', lasts: 'P30D', basis: 'proposal' },
  },
  states: {
    'help-asked': { deadline: 'first-answer', waits: 'other' },
    'incident-notified': { deadline: 'first-answer', waits: 'other' },
    'help-under-way': { deadline: 'outcome-of-help', waits: 'other' },
    'incident-followed': { deadline: 'outcome-of-incident', waits: 'opener' },
    'protection-ended': { final: true },
    'help-refused': { final: true, refused: true },
    'call-withdrawn': { final: true },
    'joined-to-older-call': { final: true },
    'ended-over-no': { final: true },
  },
  acts: {
    'ask-for-help': {
      by: 'opener',
      roles: drafters,
      opens: true,
      from: [],
      to: 'help-asked',
      needs: [
        'subject',
        'subject-kind',
        'how-many',
        'called-by',
        'matter',
        'urgency',
        'area-of-help',
        'help-wanted',
      ],
      may: ['urgency-reason', 'facts', 'persons', 'about-persons', 'message'],
      when: { any: [{ equals: ['urgency', 'normal'] }, { present: 'urgency-reason' }] },
    },
    'notify-incident': {
      by: 'opener',
      roles: drafters,
      approval: ['approver'],
      opens: true,
      from: [],
      to: 'incident-notified',
      needs: ['subject', 'subject-kind', 'how-many', 'may-be-told', 'matter', 'urgency', 'area-of-help'],
      may: ['urgency-reason', 'facts', 'step', 'step-on', 'message'],
      when: {
        all: [
          { equals: ['may-be-told', true] },
          { any: [{ equals: ['urgency', 'normal'] }, { present: 'urgency-reason' }] },
        ],
      },
    },
    'name-persons': {
      by: 'opener',
      roles: drafters,
      approval: ['approver'],
      from: ['incident-notified', 'incident-followed'],
      needs: ['persons'],
      may: ['about-persons', 'message'],
      answers: ['notify-incident'],
    },
    'take-up-help': {
      by: 'other',
      roles: drafters,
      from: ['help-asked'],
      to: 'help-under-way',
      needs: [],
      may: ['message'],
      answers: ['ask-for-help'],
    },
    'answer-incident': {
      by: 'other',
      roles: drafters,
      from: ['incident-notified'],
      to: 'incident-followed',
      needs: ['help-wanted'],
      may: ['persons', 'about-persons', 'message'],
      answers: ['notify-incident'],
    },
    // The home side named them; where and how they are it learns only if they want it to.
    'tell-about-persons': {
      by: 'other',
      roles: drafters,
      approval: ['approver'],
      from: ['help-under-way'],
      needs: ['may-be-told', 'about-persons'],
      may: ['persons', 'message'],
      answers: ['ask-for-help'],
      when: { equals: ['may-be-told', true] },
    },
    'report-step': {
      by: 'either',
      roles: drafters,
      from: open,
      needs: ['step', 'step-on'],
      may: ['message'],
      when: { any: [neutralStep, mayBeTold] },
    },
    'propose-outcome': {
      by: 'either',
      roles: drafters,
      from: underWay,
      needs: ['outcome', 'message'],
      may: ['how-many'],
      when: { any: [neutralOutcome, mayBeTold] },
      proposes: true,
    },
    'agree-outcome': {
      by: 'either',
      roles: drafters,
      from: underWay,
      to: 'protection-ended',
      needs: [],
      may: ['message'],
      answers: ['propose-outcome'],
      adopts: true,
    },
  },
  gates: {
    consent: {
      by: 'opener',
      roles: ['legal-reviewer', 'protection-officer'],
      from: ['incident-notified', 'incident-followed'],
      before: ['name-persons'],
      // Nobody consents for the next one who is named.
      on: ['notify-incident', 'name-persons'],
      reads: ['may-be-told'],
      basis: 'proposal',
    },
  },
  links: {
    'consulate-is-told': { opens: 'consular-notification', from: open },
    'ask-for-information': { opens: 'information-request', from: underWay },
  },
  common: {
    note: { from: open, roles: drafters },
    'ask-clarification': { from: ['help-asked'], roles: drafters },
    clarify: { from: ['help-asked'], roles: drafters },
    extend: { from: ['help-under-way'], roles: drafters },
    remind: { from: open, by: 'either', roles: drafters },
    forward: { from: open, by: 'either', roles: drafters },
    refuse: { from: ['help-asked', 'help-under-way'], to: 'help-refused' },
    withdraw: { from: open, to: 'call-withdrawn', roles: drafters },
    'end-over-no': { from: ['incident-notified', 'incident-followed'], to: 'ended-over-no', roles: drafters },
    correct: { from: [...open, 'protection-ended'], roles: drafters },
    raise: { from: open, roles: drafters },
    'raise-late': { from: open },
    'raise-unopened': {
      from: waiting,
      // Within the shortest of its deadlines.
      unopened: 'PT1H',
      when: { not: { equals: ['urgency', 'normal'] } },
    },
    'offer-responsibility': { from: open, roles: drafters },
    'take-responsibility': { from: open, roles: drafters },
    'decline-responsibility': { from: open, roles: drafters },
    'record-call': { from: open, roles: drafters },
    'confirm-call': { from: open, roles: drafters },
    'same-as': { from: open, to: 'joined-to-older-call' },
  },
  indicators: {
    'calls-for-help': { count: ['ask-for-help'] },
    'incidents-notified': { count: ['notify-incident'] },
    steps: { count: ['report-step'] },
    'ended-by-both': { count: ['agree-outcome'] },
    refused: { count: ['refuse'] },
    'first-answer-time': { time: ['ask-for-help', ['take-up-help', 'refuse']] },
    'time-to-outcome': { time: ['ask-for-help', ['agree-outcome']] },
  },
})
