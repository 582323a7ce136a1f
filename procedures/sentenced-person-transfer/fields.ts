import type { Field } from '@counterpart/casework/language'

/** Of a paper that some judgments do not have. */
const where = { kind: 'choice', part: 'kept', of: ['attached', 'does-not-apply'] } as const
const always = { kind: 'choice', part: 'kept', of: ['attached'] } as const

/** The nine papers stand one by one, so that none can be forgotten; what they say of the person is in `person`. */
export const fields = {
  subject: { kind: 'text', part: 'kept', max: 120 },
  instrument: { kind: 'reference', part: 'kept', plays: 'instrument' },
  'interest-from': {
    kind: 'choice',
    part: 'kept',
    of: ['person', 'legal-representative', 'sentencing-side', 'receiving-side'],
  },
  'interest-answer': { kind: 'choice', part: 'kept', of: ['will-request', 'will-not-request'] },
  'paper-identity': always,
  'paper-nationality': always,
  'paper-judgment': always,
  'paper-time-served': always,
  'paper-other-penalties': where,
  'paper-law': always,
  'paper-consent': always,
  'paper-money-owed': where,
  'paper-health': always,
  // No death sentence: there is no word for it here.
  'sentence-kind': { kind: 'choice', part: 'kept', of: ['fixed-term', 'life', 'measure'] },
  'judgment-final': { kind: 'flag', part: 'kept' },
  'time-left': {
    kind: 'choice',
    part: 'kept',
    of: ['over-one-year', 'over-six-months', 'six-months-or-less'],
  },
  'informed-on': { kind: 'date', part: 'kept', tense: 'past' },
  'informed-in': { kind: 'line', part: 'kept', max: 40 },
  'consent-of': { kind: 'choice', part: 'kept', of: ['person', 'legal-representative'] },
  'consent-signed-on': { kind: 'date', part: 'kept', tense: 'past' },
  'consent-verified-on': { kind: 'date', part: 'kept', tense: 'past' },
  method: { kind: 'choice', part: 'kept', of: ['continue', 'convert'] },
  // Nothing harsher than the judgment.
  adaptation: { kind: 'choice', part: 'kept', of: ['none', 'milder-kind', 'shortened'] },
  'no-second-prosecution': { kind: 'flag', part: 'kept' },
  'transfer-on': { kind: 'date', part: 'kept' },
  'transfer-place': { kind: 'place', part: 'kept' },
  'escort-office': { kind: 'office', part: 'kept' },
  'family-told': { kind: 'choice', part: 'kept', of: ['told', 'not-wished'] },
  'sentence-ends-on': { kind: 'date', part: 'kept' },
  // By the receiving side's decision; the judgment says how long at most.
  'enforced-until': { kind: 'date', part: 'kept' },
  'enforcement-event': {
    kind: 'choice',
    part: 'kept',
    of: ['serving', 'released-early', 'pardoned', 'escaped', 'retaken', 'died', 'served-in-full'],
  },
  person: { kind: 'person', part: 'person' },
  'about-person': { kind: 'text', part: 'person', max: 4000, rows: 3 },
  'about-sentence': { kind: 'text', part: 'person', max: 8000, rows: 4 },
  health: { kind: 'text', part: 'person', max: 4000, rows: 3 },
  belongings: { kind: 'text', part: 'person', max: 2000, rows: 2 },
} as const satisfies Record<string, Field<'content' | 'person'>>
