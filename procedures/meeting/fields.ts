import type { Field } from '@counterpart/casework/language'
import { names, notBefore, official, PARTIES, party } from '../recorded.ts'

export const fields = {
  title: { kind: 'text', part: 'kept', max: 400 },
  names,
  kind: {
    kind: 'choice',
    part: 'kept',
    of: [
      'conference',
      'dialogue',
      'review-conference',
      'talks',
      'working-session',
      'border-exchange',
      'reception',
      'courtesy-meeting',
      'ceremony',
      'signing-ceremony',
      'delegation-visit',
      'unit-visit',
      'other',
    ],
  },
  series: { kind: 'reference', part: 'kept', plays: 'series' },
  ordinal: { kind: 'count', part: 'kept', min: 1, max: 1000 },
  'ordinal-basis': { kind: 'choice', part: 'kept', of: ['stated', 'implied', 'restarted'] },
  // As agreed beforehand; the actual days are `begins` and `ends`.
  planned: { kind: 'date', part: 'kept' },
  begins: { kind: 'date', part: 'kept', tense: 'past' },
  ends: { kind: 'date', part: 'kept', tense: 'past' },
  'not-before': notBefore,
  format: { kind: 'choice', part: 'kept', of: ['in-person', 'video', 'phone', 'at-the-line'] },
  // Two codes with a space between where the edition is held on both sides of the border.
  host: { kind: 'line', part: 'kept', max: 40, pattern: PARTIES },
  occasion: { kind: 'text', part: 'kept', max: 300 },
  places: {
    kind: 'list',
    part: 'kept',
    most: 8,
    // With a party: where that side sat when the meeting was remote.
    row: { party, place: { kind: 'text', max: 200 }, basis: { kind: 'choice', of: ['stated', 'implied'] } },
    needs: ['place', 'basis'],
  },
  'part-of': { kind: 'reference', part: 'kept', plays: 'meeting' },
  'reviewed-from': { kind: 'date', part: 'kept' },
  horizon: { kind: 'date', part: 'kept' },
  'how-many': { kind: 'count', part: 'kept', min: 2, max: 100000 },
  protocol: { kind: 'text', part: 'kept', max: 600, rows: 2 },
  // Whoever is named here held that office on that day; ranks change and are no key.
  chairs: { kind: 'list', part: 'officials', most: 10, row: official, needs: ['party', 'person'] },
  delegations: { kind: 'list', part: 'officials', most: 100, row: official, needs: ['party', 'person'] },
} as const satisfies Record<string, Field<'content' | 'officials'>>
