import { extradition } from './who-and-where.ts'

/** The safeguards of both tracks; which of them is asked follows from the track and from what was reported. */

const reviewers = ['legal-reviewer'] as const
const protectors = ['protection-officer'] as const
const deciding = [...extradition, 'return-asked'] as const
const found = ['located', ...deciding] as const
const decisions = ['grant-surrender', 'order-return'] as const
const liberty = ['arrest-provisionally', ...decisions] as const
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
    from: extradition,
    before: ['arrest-provisionally', 'grant-surrender'],
    on: ['announce-extradition', 'submit-request', 'give-additional-information'],
    reads: ['offence', 'penalty-months', 'rest-months'],
    when: { equals: ['track', 'extradition'] },
    override: above,
    basis: 'proposal',
  },
  // Nobody may pass over it: who thinks the answer wrong has it answered again.
  'political-offence': {
    by: 'other',
    roles: reviewers,
    from: ['sought', ...deciding],
    before: ['accept-alert', ...liberty],
    on: ['issue-alert', 'submit-request', 'ask-return'],
    reads: ['offence'],
    basis: 'United Nations Model Treaty on Extradition, Article 3',
  },
  'non-refoulement': {
    by: 'other',
    roles: protectors,
    from: deciding,
    before: decisions,
    on: ['submit-request', 'give-additional-information', 'ask-return'],
    reads: ['track', 'assurances'],
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
  minor: {
    by: 'other',
    roles: protectors,
    from: found,
    before: liberty,
    on: ['report-located'],
    reads: ['under-age'],
    when: { not: { equals: ['under-age', 'no'] } },
    basis: 'proposal',
  },
  'consular-notice': {
    by: 'other',
    roles: ['consular-officer', 'legal-reviewer'],
    from: found,
    before: decisions,
    on: ['report-located', 'arrest-provisionally'],
    reads: ['arrested-at'],
    when: { all: [{ present: 'arrested-at' }, { not: { equals: ['nationality', 'requested-side'] } }] },
    override: above,
    basis: 'Vienna Convention on Consular Relations, Article 36',
  },
} as const
