import { defineProcedure } from '@counterpart/casework/language'
import { above, answerByUrgency, approvers, drafters, reasoned, reviewers } from '../inquiry.ts'
import { fields } from './fields.ts'

const open = ['identification-asked', 'features-sent'] as const
const live = [...open, 'identification-answered'] as const

const aPerson = { equals: ['asked-about', 'person'] } as const
const human = { any: [aPerson, { equals: ['asked-about', 'remains'] }] } as const
/**
 * A paper and a number lead to their holder, so what is said to be asked about them is asked about somebody; and so is
 * whatever a person was named with, or given features of.
 */
const toSomebody = {
  any: [
    {
      not: {
        any: [
          { equals: ['asked-about', 'remains'] },
          { equals: ['asked-about', 'vehicle'] },
          { equals: ['asked-about', 'object'] },
        ],
      },
    },
    { hasPart: 'person' },
    { all: [{ hasPart: 'features' }, { not: { equals: ['asked-about', 'remains'] } }] },
    { hasPart: 'found' },
  ],
} as const
/** Whoever or whatever was asked about is said to be somebody. */
const said = {
  any: [
    { equals: ['finding', 'identified'] },
    { equals: ['finding', 'confirmed'] },
    { equals: ['finding', 'alias'] },
  ],
} as const
/** Of a paper and a number, too; or somebody is told of, whatever the finding is called. */
const named = { any: [{ all: [{ any: [human, toSomebody] }, said] }, { hasPart: 'found' }] } as const

/** Who is this, whose is this: asked and answered. Nobody is arrested here. */
export const identification = defineProcedure({
  name: 'identification',
  version: 1,
  opener: 'either',
  keeper: 'other',
  levels: ['gate', 'province', 'ministry'],
  parts: {
    content: { personal: false, keep: 'P10Y' },
    features: { personal: true, keep: 'P5Y' },
    thing: { personal: true, keep: 'P5Y' },
    person: { personal: true, keep: 'P5Y' },
    found: { personal: true, keep: 'P5Y' },
  },
  fields,
  title: 'subject',
  deadlines: {
    features: { owes: 'opener', counts: 'calendar', lasts: 'P1D', basis: 'proposal' },
    answer: answerByUrgency,
    feedback: { owes: 'opener', counts: 'calendar', lasts: 'P30D', basis: 'proposal' },
  },
  states: {
    'identification-asked': { deadline: 'features', waits: 'opener' },
    'features-sent': { deadline: 'answer', waits: 'other' },
    'identification-answered': { deadline: 'feedback', waits: 'opener' },
    'identification-closed': { final: true },
    'identification-refused': { final: true, refused: true },
    'identification-withdrawn': { final: true },
    'joined-to-older': { final: true },
    'ended-over-no': { final: true },
  },
  acts: {
    // Says what is asked and names nobody: what opens a dossier cannot wait for a gate.
    'ask-identification': {
      by: 'opener',
      roles: drafters,
      opens: true,
      from: [],
      to: 'identification-asked',
      needs: ['subject', 'urgency', 'purpose', 'asked-about', 'asked-for', 'legal-basis'],
      may: ['urgency-reason', 'held', 'child', 'facts'],
      when: reasoned,
    },
    'send-features': {
      by: 'opener',
      roles: drafters,
      approval: approvers,
      from: live,
      to: 'features-sent',
      needs: [],
      may: ['features', 'marks', 'person', 'standing', 'about-person', 'message'],
      answers: ['ask-identification'],
      when: { any: [{ hasPart: 'features' }, { hasPart: 'thing' }] },
      drops: ['finding', 'proof', 'nationality', 'source-grade', 'information-grade'],
      most: 5,
    },
    'answer-identification': {
      by: 'other',
      roles: drafters,
      approval: approvers,
      from: ['features-sent'],
      to: 'identification-answered',
      needs: ['finding', 'proof', 'source-grade', 'information-grade', 'message'],
      may: ['nationality', 'found-person', 'found-features', 'about-found'],
      answers: ['send-features'],
      when: {
        all: [
          { any: [{ not: { all: [human, said] } }, { equals: ['proof', 'two-features'] }] },
          {
            any: [{ not: { equals: ['asked-for', 'verify-nationality'] } }, { present: 'nationality' }],
          },
        ],
      },
    },
    'give-feedback': {
      by: 'opener',
      roles: drafters,
      from: ['identification-answered'],
      needs: ['use'],
      may: ['message'],
      answers: ['answer-identification'],
    },
  },
  common: {
    note: { from: live },
    'ask-clarification': { from: ['features-sent'] },
    clarify: { from: ['features-sent'] },
    extend: { from: ['features-sent'] },
    remind: { from: ['features-sent'] },
    forward: { from: open },
    refuse: { from: open, to: 'identification-refused' },
    withdraw: { from: open, to: 'identification-withdrawn' },
    'end-over-no': { from: live, to: 'ended-over-no' },
    correct: { from: [...live, 'identification-closed', 'ended-over-no'] },
    // Of the next person the gate may have said no after the answer: else he is asked about in a dossier of his own.
    close: {
      from: ['identification-answered'],
      to: 'identification-closed',
      when: { not: { saidNo: 'non-refoulement' } },
    },
    raise: { from: live },
    'raise-late': { from: live },
    'raise-unopened': { from: open, when: { equals: ['urgency', 'very-urgent'] }, unopened: 'PT2H' },
    'offer-responsibility': { from: live },
    'take-responsibility': { from: live },
    'decline-responsibility': { from: live },
    'record-call': { from: live },
    'confirm-call': { from: live },
    'same-as': { from: open, to: 'joined-to-older' },
  },
  gates: {
    'non-refoulement': {
      by: 'opener',
      roles: ['protection-officer', ...reviewers],
      from: live,
      before: ['send-features'],
      // Whoever was harmless to ask about lets nobody else be told of.
      on: ['ask-identification', 'send-features'],
      reads: ['asked-about'],
      when: toSomebody,
      basis: 'proposal',
    },
    'political-offence': {
      by: 'other',
      roles: reviewers,
      // Of somebody, so not before anything was said of him.
      from: ['features-sent'],
      before: ['answer-identification'],
      on: ['send-features'],
      reads: ['asked-about', 'purpose'],
      when: toSomebody,
      override: above,
      basis: 'proposal',
    },
    // Nobody may pass over it: a superior cannot decide who somebody is.
    identity: {
      by: 'other',
      roles: reviewers,
      from: ['features-sent'],
      before: ['answer-identification'],
      on: ['send-features'],
      reads: ['asked-about'],
      when: named,
      basis: 'proposal',
    },
  },
  links: {
    'check-paper': { opens: 'document-check', from: live },
    'ask-information': { opens: 'information-request', from: live },
    'notify-consulate': { opens: 'consular-notification', from: live },
    'protect-victim': { opens: 'victim-protection', from: live },
    'seek-person': { opens: 'wanted-person', from: ['identification-answered'] },
  },
  indicators: {
    asked: { count: ['ask-identification'] },
    answered: { count: ['answer-identification'] },
    refused: { count: ['refuse'] },
    corrected: { count: ['correct'] },
    raised: { count: ['raise', 'raise-late', 'raise-unopened'] },
    'answer-time': { time: ['send-features', ['answer-identification']] },
  },
})
