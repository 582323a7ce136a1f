import { defineProcedure } from '@counterpart/casework/language'
import { fields } from './fields.ts'

const holders = ['duty-officer', 'contact-point', 'secretary'] as const
const consuls = ['consular-officer'] as const
const anybody = [...holders, ...consuls] as const
const approvers = ['approver'] as const
const open = [
  'notice-owed',
  'consular-event-announced',
  'consulate-notified',
  'visit-asked',
  'visit-agreed',
  'consular-event-notified',
] as const
const lifting = [
  'notice-owed',
  'consular-event-announced',
  'consulate-notified',
  'visit-asked',
  'consular-event-notified',
] as const
const naming = ['notify-consulate', 'name-person-of-event'] as const
const announcing = ['announce-deprivation', 'notify-event'] as const
const unnamed = ['notice-owed', 'consular-event-announced'] as const

/** A national of the other side is deprived of liberty, or died, or had an accident: the consulate is told, and may come. */
export const consularNotification = defineProcedure({
  name: 'consular-notification',
  version: 1,
  opener: 'either',
  keeper: 'opener',
  levels: ['gate', 'province', 'ministry'],
  parts: {
    content: { personal: false, keep: 'P5Y' },
    person: { personal: true, keep: 'P2Y' },
  },
  fields,
  title: 'subject',
  deadlines: {
    // Reckoned from the deprivation of liberty and not from the opening, so a day and not a length.
    notice: {
      owes: 'opener',
      counts: 'calendar',
      lasts: { until: 'notice-until' },
      basis: 'VCCR Article 36: without delay; the day as the consular treaty of the pair has it',
    },
    visit: { owes: 'opener', counts: 'calendar', lasts: 'P5D', basis: 'proposal' },
    'visit-day': { owes: 'opener', counts: 'calendar', lasts: { until: 'visit-on' }, basis: 'agreed' },
    'event-naming': { owes: 'opener', counts: 'calendar', lasts: 'P1D', basis: 'proposal' },
    'event-answer': { owes: 'other', counts: 'calendar', lasts: 'P3D', basis: 'proposal' },
  },
  states: {
    'notice-owed': { deadline: 'notice', waits: 'opener' },
    'consulate-notified': { deadline: null, waits: 'other', because: 'consulate-may-ask' },
    'visit-asked': { deadline: 'visit', waits: 'opener' },
    'visit-agreed': { deadline: 'visit-day', waits: 'opener' },
    'consular-event-announced': { deadline: 'event-naming', waits: 'opener' },
    'consular-event-notified': { deadline: 'event-answer', waits: 'other' },
    'notification-concluded': { final: true },
    'notification-withdrawn': { final: true },
  },
  acts: {
    'announce-deprivation': {
      by: 'opener',
      roles: anybody,
      approval: approvers,
      opens: true,
      from: [],
      to: 'notice-owed',
      needs: [
        'subject',
        'own-state-may-know',
        'notice-basis',
        'deprived-at',
        'deprived-by',
        'reason-held',
        'told-at',
        'told-in',
        'age-group',
        'notice-until',
      ],
      may: ['instrument', 'has-lawyer', 'needs-interpreter', 'message'],
      when: {
        all: [
          { equals: ['own-state-may-know', true] },
          { any: [{ not: { equals: ['notice-basis', 'treaty-requires'] } }, { inForce: 'instrument' }] },
        ],
      },
    },
    'notify-consulate': {
      by: 'opener',
      roles: anybody,
      approval: approvers,
      from: ['notice-owed'],
      to: 'consulate-notified',
      needs: ['person', 'nationality-by', 'held-at'],
      may: ['about-person', 'has-lawyer', 'needs-interpreter', 'message'],
      answers: ['announce-deprivation'],
    },
    'notify-event': {
      by: 'opener',
      roles: anybody,
      approval: approvers,
      opens: true,
      from: [],
      to: 'consular-event-announced',
      needs: ['subject', 'own-state-may-know', 'event', 'happened-at', 'nationality-by', 'age-group'],
      may: ['message'],
      when: { equals: ['own-state-may-know', true] },
    },
    // As with a deprivation of liberty: the name crosses once the gates have been answered.
    'name-person-of-event': {
      by: 'opener',
      roles: anybody,
      approval: approvers,
      from: ['consular-event-announced'],
      to: 'consular-event-notified',
      needs: ['person'],
      may: ['about-person', 'belongings', 'message'],
      answers: ['notify-event'],
    },
    'answer-event': {
      by: 'other',
      roles: consuls,
      from: ['consular-event-notified'],
      to: 'consulate-notified',
      needs: ['event-answer'],
      may: ['about-person', 'message'],
      answers: ['name-person-of-event'],
    },
    'ask-visit': {
      by: 'other',
      roles: consuls,
      from: ['consulate-notified'],
      to: 'visit-asked',
      needs: [],
      may: ['message'],
    },
    'propose-visit': {
      by: 'either',
      roles: anybody,
      from: ['visit-asked', 'visit-agreed'],
      needs: ['visit-on', 'visit-place'],
      may: ['message'],
      proposes: true,
    },
    'accept-visit': {
      by: 'either',
      roles: anybody,
      from: ['visit-asked', 'visit-agreed'],
      to: 'visit-agreed',
      needs: [],
      may: ['message'],
      answers: ['propose-visit'],
      adopts: true,
    },
    'decline-visit': {
      by: 'opener',
      roles: anybody,
      approval: approvers,
      from: ['visit-asked', 'visit-agreed'],
      to: 'consulate-notified',
      needs: ['no-visit-ground', 'message'],
      answers: ['ask-visit'],
    },
    'record-visit': {
      by: 'other',
      roles: consuls,
      from: ['visit-agreed'],
      to: 'consulate-notified',
      needs: ['visit-result'],
      may: ['message'],
      answers: ['accept-visit'],
    },
    'pass-on-letter': {
      by: 'either',
      roles: anybody,
      from: ['consulate-notified', 'visit-asked', 'visit-agreed'],
      needs: ['letter-from'],
    },
    'report-change': {
      by: 'opener',
      roles: anybody,
      from: ['consulate-notified', 'visit-asked', 'visit-agreed'],
      needs: ['change'],
      may: ['held-at', 'about-person', 'message'],
    },
    'report-outcome': {
      by: 'opener',
      roles: anybody,
      from: ['consulate-notified', 'visit-asked', 'visit-agreed'],
      to: 'notification-concluded',
      needs: ['outcome'],
      may: ['about-person', 'belongings', 'message'],
    },
  },
  gates: {
    'consular-notice': {
      by: 'opener',
      roles: ['consular-officer', 'legal-reviewer'],
      from: unnamed,
      before: naming,
      on: announcing,
      reads: ['notice-basis', 'told-at', 'event'],
      basis: 'VCCR Article 36',
    },
    minor: {
      by: 'opener',
      roles: ['protection-officer', 'legal-reviewer'],
      from: unnamed,
      before: naming,
      on: announcing,
      reads: ['age-group'],
      when: { not: { equals: ['age-group', 'adult'] } },
      basis: 'proposal',
    },
  },
  links: {
    'transfer-of-sentence': { opens: 'sentenced-person-transfer', from: ['consulate-notified'] },
  },
  common: {
    note: { from: open, roles: anybody },
    remind: { from: ['visit-asked', 'consular-event-notified'], by: 'either', roles: anybody },
    forward: { from: ['consulate-notified', 'consular-event-notified'], roles: anybody },
    // By two, whatever was answered: that a no stood has no word here.
    withdraw: { from: open, to: 'notification-withdrawn', roles: anybody, approval: ['approver'] },
    correct: { from: [...open, 'notification-concluded'], roles: anybody },
    raise: { from: lifting, roles: anybody },
    'raise-late': {
      from: ['notice-owed', 'consular-event-announced', 'visit-asked', 'consular-event-notified'],
    },
    'raise-unopened': { from: ['consulate-notified', 'consular-event-notified'], unopened: 'PT2H' },
    'offer-responsibility': { from: lifting, roles: anybody },
    'take-responsibility': { from: lifting, roles: anybody },
    'decline-responsibility': { from: lifting, roles: anybody },
    'record-call': { from: open, roles: anybody },
    'confirm-call': { from: open, roles: anybody },
  },
  rules: {
    'told-when-held': { not: { before: ['told-at', 'deprived-at'] } },
  },
  indicators: {
    announced: { count: ['announce-deprivation'] },
    notified: { count: ['notify-consulate'] },
    events: { count: ['notify-event'] },
    'visits-asked': { count: ['ask-visit'] },
    visits: { count: ['record-visit'] },
    letters: { count: ['pass-on-letter'] },
    'notice-time': { time: ['announce-deprivation', ['notify-consulate']] },
    'visit-time': { time: ['ask-visit', ['record-visit', 'decline-visit']] },
  },
})
