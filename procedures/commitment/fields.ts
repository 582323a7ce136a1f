import type { Field } from '@counterpart/casework/language'
import { notBefore, PARTIES, party } from '../recorded.ts'

/** Natures that bind both sides, and those that do not. */
export const BINDING = ['agreed', 'pledged', 'stated-for-both'] as const
export const FREE = [
  'proposed',
  'proposed-jointly',
  'stated',
  'hoped',
  'requested',
  'invited',
  'discussed',
] as const

const assessment = ['done', 'partly-done', 'under-way', 'not-begun', 'cannot-be-said'] as const

export const fields = {
  title: { kind: 'text', part: 'kept', max: 1200, rows: 3 },
  nature: { kind: 'choice', part: 'kept', of: [...BINDING, ...FREE] },
  // Whose word it is, not who has to act.
  by: { kind: 'line', part: 'kept', max: 40, pattern: PARTIES },
  'said-on': { kind: 'date', part: 'kept', tense: 'past' },
  'not-before': notBefore,
  // The term the source uses, where one thing goes by several.
  'said-as': { kind: 'line', part: 'kept', max: 200 },
  paragraph: { kind: 'line', part: 'kept', max: 20 },
  actors: {
    kind: 'list',
    part: 'kept',
    most: 20,
    row: { party, name: { kind: 'text', max: 300 } },
    needs: ['party', 'name'],
  },
  measure: { kind: 'text', part: 'kept', max: 300 },
  term: {
    kind: 'choice',
    part: 'kept',
    of: ['none', 'date', 'year', 'horizon', 'per-event', 'condition', 'open'],
  },
  until: { kind: 'date', part: 'kept' },
  condition: { kind: 'text', part: 'kept', max: 300 },
  about: { kind: 'reference', part: 'kept' },
  'ended-on': { kind: 'date', part: 'kept', tense: 'past' },
  successor: { kind: 'reference', part: 'kept', plays: 'commitment' },
  'keeper-assessment': { kind: 'choice', part: 'kept', of: assessment },
  'keeper-assessment-words': { kind: 'text', part: 'kept', max: 1200, rows: 3 },
  'guest-assessment': { kind: 'choice', part: 'kept', of: assessment },
  'guest-assessment-words': { kind: 'text', part: 'kept', max: 1200, rows: 3 },
} as const satisfies Record<string, Field<'content'>>
