import { informationGrade, purposes, sourceGrade, standings, urgency, urgencyReason } from '../inquiry.ts'

export const fields = {
  subject: { kind: 'text', part: 'kept', max: 200 },
  urgency,
  'urgency-reason': urgencyReason,
  offence: {
    kind: 'choice',
    part: 'kept',
    of: [
      'illegal-entry-exit',
      'smuggling-of-persons',
      'human-trafficking',
      'drugs',
      'smuggling-of-goods',
      'weapons',
      'terrorism',
      'high-tech-crime',
      'fraud',
      'gambling',
      'document-fraud',
      'money-laundering',
      'violent-crime',
      'property-crime',
      'environment-wildlife',
      'missing-person',
      'other',
    ],
  },
  purpose: { kind: 'choice', part: 'kept', of: purposes },
  'legal-basis': { kind: 'text', part: 'kept', max: 400 },
  'wanted-by': { kind: 'date', part: 'kept', tense: 'ahead' },
  'as-evidence': { kind: 'flag', part: 'kept' },
  // What handling H3 means here has to be readable as long as the dossier is.
  restriction: { kind: 'text', part: 'kept', max: 600, rows: 2 },
  facts: { kind: 'text', part: 'content', max: 8000, rows: 5 },
  questions: {
    kind: 'list',
    part: 'content',
    most: 40,
    row: { question: { kind: 'text', max: 2000, rows: 2 } },
    needs: ['question'],
  },
  persons: {
    kind: 'list',
    part: 'person',
    most: 20,
    row: {
      person: { kind: 'person' },
      standing: { kind: 'choice', of: standings },
      link: { kind: 'text', max: 2000, rows: 2 },
    },
    needs: ['person', 'standing'],
  },
  'about-persons': { kind: 'text', part: 'person', max: 8000, rows: 4 },
  outcome: {
    kind: 'choice',
    part: 'kept',
    of: ['answered', 'none-held', 'needs-judicial-authorisation'],
  },
  answers: {
    kind: 'list',
    part: 'content',
    most: 40,
    row: {
      question: { kind: 'count', min: 1, max: 40 },
      answer: { kind: 'text', max: 4000, rows: 3 },
      result: {
        kind: 'choice',
        of: ['given', 'none-held', 'needs-judicial-authorisation', 'not-given'],
      },
    },
    needs: ['question', 'answer'],
  },
  // What stands in a file nobody here has read: it is kept, and guarded, as what names persons.
  enclosures: {
    kind: 'list',
    part: 'person',
    most: 20,
    row: {
      title: { kind: 'text', max: 300 },
      file: { kind: 'file' },
    },
    needs: ['file'],
  },
  'still-open': { kind: 'count', part: 'kept', min: 1, max: 40 },
  'source-grade': sourceGrade,
  'information-grade': informationGrade,
  'evidence-consent': {
    kind: 'choice',
    part: 'kept',
    of: ['not-given', 'given', 'by-legal-assistance'],
  },
  'further-use': {
    kind: 'choices',
    part: 'kept',
    of: ['evidence', 'other-purpose', 'other-authority', 'third-state'],
  },
  use: {
    kind: 'choice',
    part: 'kept',
    of: ['helped', 'confirmed-known', 'not-used', 'led-to-case', 'led-to-protection'],
  },
} as const
