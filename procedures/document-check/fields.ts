export const fields = {
  subject: { kind: 'text', part: 'kept', max: 200 },
  'paper-kind': {
    kind: 'choice',
    part: 'kept',
    of: [
      'passport',
      'border-pass',
      'identity-card',
      'travel-document',
      'residence-permit',
      'driving-licence',
      'vehicle-papers',
      'crew-papers',
      'other',
    ],
  },
  waiting: { kind: 'choice', part: 'kept', of: ['holder-waits', 'nobody-waits'] },
  occasion: {
    kind: 'choice',
    part: 'kept',
    of: ['entry', 'exit', 'check-inland', 'found-paper', 'investigation'],
  },
  // A number leads to somebody.
  'paper-number': { kind: 'line', part: 'paper', max: 40 },
  // As the paper says: a forged one may be dated ahead.
  'issued-on': { kind: 'date', part: 'paper' },
  'recorded-as': {
    kind: 'choice',
    part: 'kept',
    of: ['lost', 'stolen', 'blank-stolen', 'invalidated', 'never-issued'],
  },
  'recorded-since': { kind: 'date', part: 'kept', tense: 'past' },
  'holder-reported': { kind: 'flag', part: 'kept' },
  circumstances: { kind: 'text', part: 'paper', max: 4000, rows: 3 },
  action: {
    kind: 'choice',
    part: 'kept',
    of: ['let-pass', 'paper-kept', 'questioned', 'entry-refused', 'passed-on'],
  },
  where: { kind: 'place', part: 'kept' },
  update: {
    kind: 'choice',
    part: 'kept',
    of: ['entry-made', 'entry-ended', 'entry-changed', 'entry-stays', 'paper-taken-back'],
  },
  'lost-on': { kind: 'date', part: 'kept', tense: 'past' },
  'certificate-given': { kind: 'flag', part: 'kept' },
  holder: { kind: 'person', part: 'paper' },
} as const
