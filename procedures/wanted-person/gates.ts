import { extradition, over } from './who-and-where.ts'

/** The safeguards of both tracks; which of them is asked follows from the track and from what was reported. */

const reviewers = ['legal-reviewer'] as const
const protectors = ['protection-officer'] as const
const deciding = [...extradition, 'return-asked'] as const
const found = ['located', ...deciding] as const
const decisions = ['grant-surrender', 'order-return'] as const
const liberty = ['arrest-provisionally', ...decisions] as const
/** Consent beyond the request is given behind the same gates; not consenting needs none. */
const consenting = { not: { equals: ['speciality-answer', 'no-consent'] } } as const
const beyond = 'answer-speciality-consent'
const above = { roles: ['secretary'], approval: ['approver'] } as const

export const gates = {
  'legal-basis': {
    by: 'other',
    roles: reviewers,
    from: deciding,
    before: liberty,
    on: ['announce-extradition', 'ask-return'],
    reads: ['track', 'legal-basis', 'instrument'],
    override: above,
    basis: 'proposal',
  },
  'double-criminality': {
    by: 'other',
    roles: reviewers,
    from: [...extradition, ...over],
    before: ['arrest-provisionally', 'grant-surrender', beyond],
    on: ['announce-extradition', 'submit-request', 'give-additional-information', 'ask-speciality-consent'],
    reads: ['offence', 'penalty-months', 'rest-months'],
    when: { all: [{ equals: ['track', 'extradition'] }, consenting] },
    override: above,
    basis: 'proposal',
  },
  // Nobody may pass over it: who thinks the answer wrong has it answered again.
  'political-offence': {
    by: 'other',
    roles: reviewers,
    from: ['sought', ...deciding, ...over],
    before: ['accept-alert', ...liberty, beyond],
    on: ['issue-alert', 'announce-extradition', 'submit-request', 'ask-return', 'ask-speciality-consent'],
    reads: ['offence'],
    when: consenting,
    basis: 'United Nations Model Treaty on Extradition, Article 3',
  },
  'non-refoulement': {
    by: 'other',
    roles: protectors,
    from: [...deciding, ...over],
    before: [...decisions, beyond],
    on: ['submit-request', 'give-additional-information', 'ask-return', 'ask-speciality-consent'],
    reads: ['track', 'assurances'],
    when: consenting,
    basis: 'proposal',
  },
  // Nobody may pass over it: a superior cannot decide who somebody is.
  identity: {
    by: 'other',
    roles: ['contact-point', 'legal-reviewer'],
    from: found,
    before: liberty,
    on: ['report-located'],
    reads: [],
    basis: 'proposal',
  },
  // Also of somebody who is said to be of age: that is what it looks into.
  minor: {
    by: 'other',
    roles: protectors,
    from: found,
    before: liberty,
    on: ['report-located'],
    reads: ['under-age'],
    basis: 'proposal',
  },
  'consular-notice': {
    by: 'other',
    roles: ['consular-officer', 'legal-reviewer'],
    from: found,
    before: decisions,
    on: ['report-located', 'report-detention', 'arrest-provisionally'],
    reads: ['arrested-at', 'held-since'],
    // Whoever is given over is held for it, whether or not anybody wrote down since when.
    when: { not: { equals: ['nationality', 'requested-side'] } },
    override: above,
    basis: 'Vienna Convention on Consular Relations, Article 36',
  },
} as const
