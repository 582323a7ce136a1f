import type { Field } from '@counterpart/casework/language'
import { notBefore, PARTIES } from '../recorded.ts'

/** Precisions that are said with a number. */
export const NUMBERED = ['exact', 'at-least', 'at-most'] as const

export const fields = {
  title: { kind: 'text', part: 'kept', max: 400 },
  precision: {
    kind: 'choice',
    part: 'kept',
    of: [...NUMBERED, 'magnitude', 'in-words', 'milestone', 'not-given'],
  },
  value: { kind: 'count', part: 'kept', min: 0, max: 1_000_000_000 },
  magnitude: { kind: 'choice', part: 'kept', of: ['tens', 'hundreds', 'thousands', 'tens-of-thousands'] },
  words: { kind: 'text', part: 'kept', max: 300 },
  // As written; what it is read as stands beside it and is somebody's reading.
  unit: { kind: 'text', part: 'kept', max: 120 },
  'unit-read-as': {
    kind: 'choice',
    part: 'kept',
    of: [
      'persons',
      'cases',
      'meetings',
      'single-actions',
      'campaigns',
      'instruments',
      'documents',
      'organisations',
      'posts',
      'goods',
      'time',
      'assessment',
      'left-open',
    ],
  },
  'period-from': { kind: 'date', part: 'kept' },
  'period-until': { kind: 'date', part: 'kept' },
  'period-wording': { kind: 'text', part: 'kept', max: 200 },
  'period-basis': { kind: 'choice', part: 'kept', of: ['stated', 'implied', 'by-context', 'none'] },
  // Whose doing, and for whom or where to.
  'done-by': { kind: 'line', part: 'kept', max: 40, pattern: PARTIES },
  'done-for': { kind: 'line', part: 'kept', max: 40, pattern: PARTIES },
  'stated-on': { kind: 'date', part: 'kept', tense: 'past' },
  'not-before': notBefore,
} as const satisfies Record<string, Field<'content'>>
