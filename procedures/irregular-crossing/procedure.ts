import { defineProcedure } from '@counterpart/casework/language'
import { indicators, rules } from './counted.ts'
import { deadlines } from './deadlines.ts'
import { fields } from './fields.ts'
import { gates, held, noNo } from './gates.ts'

const drafters = ['duty-officer', 'contact-point', 'secretary'] as const
const deciders = ['contact-point', 'secretary'] as const
const live = ['crossing-recorded', ...held, 'verification-asked', 'kept-for-offence'] as const
const owed = [...live, 'return-stated', 'wrong-return-claimed'] as const
const allowed = { not: { equals: ['screening', 'return-suspended'] } } as const
const ending = ['crossing-recorded', 'screened', 'nationality-confirmed', 'kept-for-offence'] as const
/** Of whoever was found last: a taking back asks for a screening of its own. */
const screenedLast = { any: [{ present: 'screening' }, { equals: ['persons-found', 0] }] } as const
const found = ['detained-on', 'women', 'minors', 'papers', 'organised', 'facts'] as const

/** Persons found to have crossed the border unlawfully: from the finding to their return or other handling. */
export const irregularCrossing = defineProcedure({
  name: 'irregular-crossing',
  version: 1,
  opener: 'either',
  // Whoever holds the persons keeps the dossier, so that nothing it does with them is overtaken on its way.
  keeper: 'opener',
  levels: ['gate', 'province', 'ministry'],
  parts: {
    content: { personal: false, keep: 'P10Y' },
    person: { personal: true, keep: 'P2Y' },
  },
  fields,
  title: 'subject',
  deadlines,
  states: {
    'crossing-recorded': { deadline: 'screening', waits: 'opener' },
    screened: { deadline: 'return', waits: 'opener' },
    'verification-asked': { deadline: 'verification', waits: 'other' },
    'nationality-confirmed': { deadline: 'return', waits: 'either' },
    'return-arranged': { deadline: 'handing-over', waits: 'opener' },
    'return-stated': { deadline: 'signature', waits: 'other' },
    returned: { deadline: 'objection', waits: 'either' },
    'wrong-return-claimed': { deadline: 'taking-back', waits: 'opener' },
    'kept-for-offence': { deadline: 'report', waits: 'opener' },
    concluded: { final: true },
    'crossing-withdrawn': { final: true },
    joined: { final: true },
    'ended-over-no': { final: true },
  },
  acts: {
    'record-crossing': {
      by: 'opener',
      roles: drafters,
      opens: true,
      from: [],
      to: 'crossing-recorded',
      needs: ['subject', 'direction', 'where', 'found-at', 'persons-found', 'nationality', 'cause', 'means'],
      may: found,
    },
    // Also later: whoever asks for protection at the gate is not handed over.
    'record-screening': {
      by: 'opener',
      // Not the protection officer: whoever screens answers no safeguard, and a gate has one.
      roles: ['duty-officer', 'contact-point'],
      from: live,
      to: 'screened',
      needs: ['screening', 'each-screened', 'rights-told'],
      may: [
        'return-by',
        'detained-on',
        'persons-returnable',
        'persons-found',
        'women',
        'minors',
        'cause',
        'message',
      ],
      drops: [
        'return-by',
        'return-on',
        'persons-returnable',
        'persons-asked',
        'persons-confirmed',
        'persons-to-return',
      ],
      when: {
        all: [
          // A return is suspended at once: whoever does it need not have asked everybody before.
          {
            any: [
              { equals: ['screening', 'return-suspended'] },
              {
                all: [
                  { equals: ['each-screened', true] },
                  { equals: ['rights-told', true] },
                  { present: 'return-by' },
                ],
              },
            ],
          },
          {
            any: [{ not: { equals: ['screening', 'possible-for-some'] } }, { present: 'persons-returnable' }],
          },
        ],
      },
    },
    'ask-verification': {
      by: 'opener',
      roles: drafters,
      approval: ['approver'],
      from: ['screened'],
      to: 'verification-asked',
      needs: ['track', 'proof', 'persons-asked', 'persons'],
      may: ['about-persons', 'message'],
      when: allowed,
    },
    'confirm-nationality': {
      by: 'other',
      roles: deciders,
      approval: ['approver', 'legal-reviewer'],
      from: ['verification-asked'],
      to: 'nationality-confirmed',
      needs: ['persons-confirmed', 'verified', 'travel-paper'],
      may: ['about-persons', 'message'],
      answers: ['ask-verification'],
    },
    'deny-nationality': {
      by: 'other',
      roles: deciders,
      approval: ['approver', 'legal-reviewer'],
      from: ['verification-asked'],
      to: 'screened',
      needs: ['denial-ground', 'message'],
      may: ['verified', 'about-persons'],
      answers: ['ask-verification'],
    },
    'propose-return': {
      by: 'either',
      roles: drafters,
      approval: ['approver'],
      from: ['nationality-confirmed', 'return-arranged'],
      needs: ['return-on', 'return-gate', 'persons-to-return', 'families'],
      may: ['persons', 'about-persons', 'message'],
      when: allowed,
      proposes: true,
    },
    'accept-return': {
      by: 'either',
      roles: drafters,
      from: ['nationality-confirmed', 'return-arranged'],
      to: 'return-arranged',
      needs: [],
      may: ['about-persons', 'message'],
      answers: ['propose-return'],
      when: allowed,
      adopts: true,
    },
    'report-delay': {
      by: 'opener',
      roles: drafters,
      from: held,
      needs: ['delay-reason', 'return-by', 'message'],
    },
    'record-return': {
      by: 'opener',
      roles: drafters,
      from: ['return-arranged'],
      to: 'return-stated',
      needs: ['persons-returned', 'handed-over-with'],
      may: ['handover', 'about-persons', 'message'],
    },
    'confirm-return': {
      by: 'other',
      roles: drafters,
      from: ['return-stated'],
      to: 'returned',
      needs: [],
      may: ['about-persons', 'message'],
      answers: ['record-return'],
    },
    'claim-wrong-return': {
      by: 'other',
      roles: deciders,
      approval: ['approver'],
      from: ['returned'],
      to: 'wrong-return-claimed',
      needs: ['wrong-return-ground', 'persons-claimed', 'message'],
      may: ['about-persons'],
      answers: ['confirm-return'],
    },
    'take-back': {
      by: 'opener',
      roles: drafters,
      from: ['wrong-return-claimed'],
      to: 'crossing-recorded',
      needs: ['persons-found'],
      may: ['handover', 'about-persons', 'message'],
      answers: ['claim-wrong-return'],
      drops: [
        'return-by',
        'return-on',
        'screening',
        'persons-returnable',
        'persons-asked',
        'persons-confirmed',
        'persons-to-return',
        'women',
        'minors',
      ],
    },
    'contest-wrong-return': {
      by: 'opener',
      roles: deciders,
      approval: ['approver'],
      from: ['wrong-return-claimed'],
      to: 'returned',
      needs: ['message'],
      answers: ['claim-wrong-return'],
    },
    'keep-for-offence': {
      by: 'opener',
      roles: deciders,
      approval: ['approver', 'legal-reviewer'],
      from: [...held, 'kept-for-offence'],
      to: 'kept-for-offence',
      needs: ['stage', 'report-by', 'message'],
    },
    // Nobody is called returned but where a return stood behind its gates and was confirmed.
    conclude: {
      by: 'opener',
      roles: drafters,
      approval: ['approver'],
      from: [...ending, 'returned'],
      to: 'concluded',
      needs: ['handled'],
      may: ['message'],
      when: { all: [{ done: 'confirm-return' }, screenedLast] },
    },
    'end-without-return': {
      by: 'opener',
      roles: drafters,
      from: ending,
      to: 'concluded',
      needs: ['handled-otherwise'],
      may: ['message'],
      when: { all: [screenedLast, noNo] },
    },
    // By two and in view of both sides: the same persons could be recorded anew. Nothing that a safeguard is for follows.
    'end-over-no': {
      by: 'opener',
      roles: drafters,
      approval: ['approver'],
      from: [...ending, 'verification-asked'],
      to: 'ended-over-no',
      needs: [],
      may: ['handled-after-no', 'message'],
    },
  },
  common: {
    note: { from: [...owed, 'returned'] },
    'ask-clarification': { from: ['verification-asked'] },
    clarify: { from: ['verification-asked'] },
    extend: { from: ['verification-asked'] },
    remind: { from: ['verification-asked', 'return-stated'] },
    forward: { from: ['verification-asked', 'nationality-confirmed', 'return-arranged'] },
    // The persons are still there, so a refused return does not end the dossier.
    refuse: { from: ['verification-asked', 'nationality-confirmed'], to: 'screened' },
    withdraw: { from: ['crossing-recorded', 'screened', 'verification-asked'], to: 'crossing-withdrawn' },
    correct: { from: [...owed, 'returned', 'concluded'] },
    raise: { from: owed },
    'raise-late': { from: owed },
    'offer-responsibility': { from: owed },
    'take-responsibility': { from: owed },
    'decline-responsibility': { from: owed },
    'record-call': { from: owed },
    'confirm-call': { from: owed },
    'same-as': { from: ['crossing-recorded', 'screened', 'verification-asked'], to: 'joined' },
  },
  gates,
  links: {
    'protect-victim': { opens: 'victim-protection', from: live },
    'hand-over': { opens: 'handover', from: ['return-arranged', 'wrong-return-claimed'] },
    'notify-consulate': { opens: 'consular-notification', from: live },
  },
  rules,
  indicators,
})
