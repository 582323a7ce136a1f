import type { Field } from '@counterpart/casework/language'

const consent = { kind: 'choice', part: 'kept', of: ['given', 'refused', 'withdrawn'] } as const

/** What is kept says nothing about who: closed choices, dates and services. Whoever is meant is in `person`. */
export const fields = {
  subject: { kind: 'text', part: 'kept', max: 120 },
  'indicators-seen': {
    kind: 'choices',
    part: 'kept',
    of: [
      'recruited-by-deceit',
      'papers-taken',
      'moved-by-others',
      'held-or-watched',
      'threatened-or-beaten',
      'debt-or-price',
      'forced-work',
      'forced-marriage',
      'sexual-exploitation',
      'forced-crime',
      'other',
    ],
  },
  'age-group': { kind: 'choice', part: 'kept', of: ['child', 'adult', 'not-certain'] },
  'age-basis': { kind: 'choice', part: 'kept', of: ['paper', 'assessment', 'own-statement'] },
  'person-language': { kind: 'line', part: 'kept', max: 40 },
  'may-be-told': { kind: 'flag', part: 'kept' },
  'identified-by': { kind: 'office', part: 'kept' },
  'consent-verification': consent,
  'consent-consulate': consent,
  'consent-family': consent,
  'consent-services': consent,
  'consent-police': consent,
  'consent-return': consent,
  person: { kind: 'person', part: 'person' },
  'about-person': { kind: 'text', part: 'person', max: 6000, rows: 4 },
  'search-result': {
    kind: 'choice',
    part: 'kept',
    // Not found and not to be told are one answer: two would tell which it is.
    of: ['found', 'found-and-wants-no-contact', 'nothing-can-be-told'],
  },
  'verification-result': { kind: 'choice', part: 'kept', of: ['national', 'resident', 'not-confirmed'] },
  'family-tracing': {
    kind: 'choice',
    part: 'kept',
    of: ['not-wanted', 'safe-family', 'no-safe-family', 'not-found'],
  },
  risk: { kind: 'choice', part: 'kept', of: ['none-known', 'can-be-met', 'too-high'] },
  'reception-ready': { kind: 'flag', part: 'kept' },
  testimony: {
    kind: 'choice',
    part: 'kept',
    of: ['no-case', 'not-needed', 'given', 'needed-before-return', 'later-from-home'],
  },
  'stays-where': { kind: 'choice', part: 'kept', of: ['here', 'third-place'] },
  'travel-document': { kind: 'choice', part: 'kept', of: ['passport', 'provisional-paper', 'none-needed'] },
  'handover-on': { kind: 'date', part: 'kept' },
  'handover-place': { kind: 'place', part: 'kept' },
  'handing-service': { kind: 'office', part: 'kept' },
  'receiving-service': { kind: 'office', part: 'kept' },
  // No police, no custody: there is no word here for a handover to anyone else.
  'service-kind': {
    kind: 'choice',
    part: 'kept',
    of: ['social-protection', 'child-protection', 'shelter', 'hospital'],
  },
  health: { kind: 'text', part: 'person', max: 2000, rows: 2 },
  belongings: { kind: 'text', part: 'person', max: 2000, rows: 2 },
  reintegration: {
    kind: 'choice',
    part: 'kept',
    of: ['begun', 'going-well', 'needs-more-help', 'ended-well', 'contact-lost', 'exploited-again'],
  },
} as const satisfies Record<string, Field<'content' | 'person'>>
