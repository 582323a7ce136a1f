const number = { kind: 'line', part: 'kept', max: 60 } as const
const year = { kind: 'count', part: 'kept', min: 1950, max: 2199 } as const

export const fields = {
  subject: { kind: 'text', part: 'kept', max: 200 },
  kind: { kind: 'choice', part: 'kept', of: ['letter', 'note', 'official-dispatch', 'other'] },
  // Of the letter itself, and of its entry at the addressee: two registers that count on their own.
  'letter-number': number,
  'letter-year': year,
  'letter-date': { kind: 'date', part: 'kept', tense: 'past' },
  'entry-number': number,
  'entry-year': year,
  languages: { kind: 'choices', part: 'kept', of: ['vi', 'zh-Hans', 'en', 'other'] },
  about: {
    kind: 'list',
    part: 'kept',
    most: 20,
    row: {
      dossier: { kind: 'reference' },
      tie: { kind: 'choice', of: ['case', 'commitment', 'meeting', 'handover', 'instrument', 'other'] },
    },
    needs: ['dossier', 'tie'],
  },
  'reply-to': { kind: 'reference', part: 'kept' },
  'reply-by': { kind: 'date', part: 'kept', tense: 'ahead' },
  'enclosure-count': { kind: 'count', part: 'kept', min: 0, max: 100 },
  'letter-text': { kind: 'text', part: 'content', max: 20000, rows: 12 },
  enclosures: {
    kind: 'list',
    part: 'content',
    most: 100,
    row: {
      title: { kind: 'text', max: 300 },
      pages: { kind: 'count', min: 1, max: 10000 },
      file: { kind: 'file' },
    },
    needs: ['title'],
  },
  signatory: { kind: 'person', part: 'officials' },
  'signatory-office': { kind: 'text', part: 'officials', max: 200 },
  'return-ground': {
    kind: 'choice',
    part: 'kept',
    of: [
      'wrong-addressee',
      'wrong-level',
      'not-competent',
      'incomplete',
      'illegible',
      'names-persons',
      'other',
    ],
  },
  'settled-how': {
    kind: 'choice',
    part: 'kept',
    of: ['answered-by-letter', 'done', 'at-meeting', 'noted'],
  },
  reply: { kind: 'reference', part: 'kept' },
  'carried-by': {
    kind: 'choice',
    part: 'kept',
    of: ['border-meeting', 'courier', 'post', 'diplomatic-channel', 'other'],
  },
  'handed-on': { kind: 'date', part: 'kept', tense: 'past' },
  'original-received': { kind: 'date', part: 'kept', tense: 'past' },
} as const
