import type { Field } from '@counterpart/casework/language'
import { official, party } from '../recorded.ts'

export const fields = {
  title: { kind: 'text', part: 'kept', max: 400 },
  titles: {
    kind: 'list',
    part: 'kept',
    most: 12,
    row: { main: { kind: 'flag' }, wording: { kind: 'text', max: 400 }, source: { kind: 'text', max: 300 } },
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
      'common-perception',
      'agreed-contents',
      'other',
    ],
  },
  subject: { kind: 'text', part: 'kept', max: 300 },
  'signed-on': { kind: 'date', part: 'kept', tense: 'past' },
  occasion: { kind: 'text', part: 'kept', max: 300 },
  signatories: {
    kind: 'list',
    part: 'kept',
    most: 20,
    row: {
      party,
      organisation: { kind: 'text', max: 200 },
      stated: { kind: 'choice', of: ['stated', 'implied'] },
    },
    needs: ['party', 'organisation', 'stated'],
  },
  'signed-by': { kind: 'list', part: 'officials', most: 20, row: official, needs: ['party', 'person'] },
  // Whoever presides over a signing has not thereby signed.
  chairs: { kind: 'list', part: 'officials', most: 10, row: official, needs: ['party', 'person'] },
  // What is only to be in force binds nobody yet: it is said on the day, not before.
  'in-force-on': { kind: 'date', part: 'kept', tense: 'past' },
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
      basis: { kind: 'choice', of: ['stated', 'implied', 'reading'] },
      note: { kind: 'text', max: 400 },
    },
    needs: ['parent', 'relation', 'basis'],
  },
  founds: { kind: 'reference', part: 'kept', plays: 'directory' },
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
  texts: {
    kind: 'list',
    part: 'content',
    most: 12,
    row: {
      language: { kind: 'line', max: 20 },
      file: { kind: 'file' },
    },
    needs: ['language', 'file'],
  },
  'end-date': { kind: 'date', part: 'kept' },
  'end-reason': {
    kind: 'choice',
    part: 'kept',
    of: ['validity-over', 'denounced', 'by-agreement', 'replaced', 'fulfilled'],
  },
} as const satisfies Record<string, Field<'content' | 'officials'>>
