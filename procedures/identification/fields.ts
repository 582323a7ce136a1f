import { informationGrade, purposes, sourceGrade, standings, urgency, urgencyReason } from '../inquiry.ts'

const features = {
  kind: 'list',
  part: 'features',
  most: 30,
  row: {
    feature: {
      kind: 'choice',
      of: [
        'name',
        'birth',
        'residence',
        'family',
        'photograph',
        'face',
        'fingerprint',
        'dna',
        'mark',
        'paper',
        'telephone-or-account',
        'plate',
        'chassis',
        'other',
      ],
    },
    value: { kind: 'text', max: 2000, rows: 2 },
    origin: { kind: 'text', max: 500 },
  },
  needs: ['feature', 'value'],
} as const

/** Of a thing, and of nothing else: no gate is asked of it, so there is no room to tell of a person. */
const marks = {
  kind: 'list',
  part: 'thing',
  most: 10,
  row: {
    mark: { kind: 'choice', of: ['plate', 'chassis', 'serial-number', 'appearance', 'other'] },
    value: { kind: 'text', max: 120 },
    origin: { kind: 'text', max: 120 },
  },
  needs: ['mark', 'value'],
} as const

export const fields = {
  subject: { kind: 'text', part: 'kept', max: 200 },
  urgency,
  'urgency-reason': urgencyReason,
  purpose: { kind: 'choice', part: 'kept', of: purposes },
  'asked-about': {
    kind: 'choice',
    part: 'kept',
    of: ['person', 'remains', 'paper', 'number', 'vehicle', 'object'],
  },
  'asked-for': {
    kind: 'choice',
    part: 'kept',
    of: ['identify', 'verify-identity', 'verify-nationality', 'verify-paper', 'holder-or-user'],
  },
  'legal-basis': { kind: 'text', part: 'kept', max: 400 },
  held: { kind: 'flag', part: 'kept' },
  child: { kind: 'flag', part: 'kept' },
  facts: { kind: 'text', part: 'content', max: 8000, rows: 4 },
  person: { kind: 'person', part: 'person' },
  standing: { kind: 'choice', part: 'person', of: standings },
  features,
  marks,
  'about-person': { kind: 'text', part: 'person', max: 8000, rows: 4 },
  finding: {
    kind: 'choice',
    part: 'kept',
    of: ['identified', 'confirmed', 'alias', 'misused', 'several-possible', 'not-confirmed', 'not-known'],
  },
  proof: {
    kind: 'choice',
    part: 'kept',
    of: ['two-features', 'register-entry', 'one-feature', 'own-statement', 'none'],
  },
  nationality: { kind: 'choice', part: 'kept', of: ['ours', 'not-ours', 'not-established'] },
  'source-grade': sourceGrade,
  'information-grade': informationGrade,
  'found-person': { kind: 'person', part: 'found' },
  'about-found': { kind: 'text', part: 'found', max: 8000, rows: 4 },
  'found-features': { ...features, part: 'found' },
  use: {
    kind: 'choice',
    part: 'kept',
    of: ['cleared', 'case-went-on', 'returned-home', 'remains-released', 'object-returned', 'not-used'],
  },
} as const
