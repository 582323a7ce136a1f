import type { Field } from '@counterpart/casework/language'

/** One official's name, as it was written, with the office held then. */
const official = {
  party: { kind: 'line', max: 12, pattern: '^[a-z]{3,12}$' },
  person: { kind: 'person' },
  office: { kind: 'text', max: 200 },
} as const

export const fields = {
  'record-id': { kind: 'line', part: 'kept', max: 60, pattern: '^[a-z0-9][a-z0-9-]*$' },
  title: { kind: 'text', part: 'kept', max: 400 },
  titles: {
    kind: 'list',
    part: 'kept',
    most: 12,
    row: { main: { kind: 'flag' }, wording: { kind: 'text', max: 400 }, source: { kind: 'line', max: 300 } },
    needs: ['main', 'wording'],
  },
  kind: {
    kind: 'choice',
    part: 'kept',
    of: [
      'treaty',
      'agreement',
      'protocol',
      'memorandum',
      'minutes',
      'plan',
      'programme',
      'joint-statement',
      'agreed-contents',
      'other',
    ],
  },
  subject: { kind: 'text', part: 'kept', max: 300 },
  'signed-on': { kind: 'date', part: 'kept' },
  occasion: { kind: 'text', part: 'kept', max: 300 },
  signatories: {
    kind: 'list',
    part: 'kept',
    most: 20,
    row: {
      party: { kind: 'line', max: 12, pattern: '^[a-z]{3,12}$' },
      organisation: { kind: 'text', max: 200 },
      stated: { kind: 'choice', of: ['stated', 'implied'] },
    },
    needs: ['party', 'organisation', 'stated'],
  },
  'signed-by': { kind: 'list', part: 'officials', most: 20, row: official, needs: ['party', 'person'] },
  // Whoever presides over a signing has not thereby signed.
  chairs: { kind: 'list', part: 'officials', most: 10, row: official, needs: ['party', 'person'] },
  'in-force-on': { kind: 'date', part: 'kept' },
  'valid-from': { kind: 'date', part: 'kept' },
  'valid-until': { kind: 'date', part: 'kept' },
  validity: { kind: 'text', part: 'kept', max: 300 },
  parents: {
    kind: 'list',
    part: 'kept',
    most: 30,
    row: {
      parent: { kind: 'reference', plays: 'instrument' },
      relation: {
        kind: 'choice',
        of: ['rests-on', 'implements', 'named-in', 'signed-at', 'amends', 'replaces', 'possibly-same'],
      },
      basis: { kind: 'choice', of: ['stated', 'implied'] },
      // A content of the parent, where one is meant: its id there.
      content: { kind: 'line', max: 40, pattern: '^[A-Za-z0-9][A-Za-z0-9.-]*$' },
      note: { kind: 'text', max: 400 },
    },
    needs: ['parent', 'relation', 'basis'],
  },
  contents: {
    kind: 'list',
    part: 'kept',
    most: 200,
    row: {
      id: { kind: 'line', max: 40, pattern: '^[a-z0-9][a-z0-9.-]*$' },
      paragraph: { kind: 'line', max: 20 },
      nature: {
        kind: 'choice',
        of: [
          'agreed',
          'pledged',
          'stated-for-both',
          'proposed',
          'hoped',
          'requested',
          'invited',
          'discussed',
        ],
      },
      // Party codes with a space between; whose word it is, not who has to act.
      by: { kind: 'line', max: 40, pattern: '^[a-z]{3,12}( [a-z]{3,12})*$' },
      wording: { kind: 'text', max: 1200, rows: 3 },
      actors: { kind: 'text', max: 300 },
      area: { kind: 'text', max: 200 },
      measure: { kind: 'text', max: 300 },
      term: { kind: 'choice', of: ['none', 'date', 'year', 'per-event', 'condition', 'horizon', 'open'] },
      until: { kind: 'date' },
      about: { kind: 'reference', plays: 'instrument' },
    },
    needs: ['id', 'nature', 'by', 'wording', 'term'],
  },
  versions: {
    kind: 'list',
    part: 'kept',
    most: 12,
    row: {
      language: { kind: 'line', max: 20 },
      authority: { kind: 'choice', of: ['equally-authentic', 'prevailing', 'translation'] },
      digest: { kind: 'line', max: 64, pattern: '^[0-9a-f]{64}$' },
    },
    needs: ['language', 'authority'],
  },
  sources: {
    kind: 'list',
    part: 'kept',
    most: 30,
    row: {
      publisher: { kind: 'text', max: 200 },
      date: { kind: 'date' },
      title: { kind: 'line', max: 300 },
      line: { kind: 'count', min: 1, max: 1000000 },
    },
    needs: ['publisher', 'title'],
  },
  remark: { kind: 'text', part: 'kept', max: 1200, rows: 3 },
  'end-date': { kind: 'date', part: 'kept' },
  'end-reason': {
    kind: 'choice',
    part: 'kept',
    of: ['validity-over', 'denounced', 'by-agreement', 'replaced', 'fulfilled'],
  },
} as const satisfies Record<string, Field<'content' | 'officials'>>
