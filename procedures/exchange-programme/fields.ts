import type { Field } from '@counterpart/casework/language'
import { PARTIES, party } from '../recorded.ts'

const strands = [
  'political-work',
  'grassroots',
  'cadre-training',
  'law-publicity',
  'culture',
  'sport',
  'youth',
  'twinned-units',
  'community-pilot',
  'commemoration',
] as const

export const fields = {
  subject: { kind: 'text', part: 'kept', max: 200 },
  strands: { kind: 'choices', part: 'kept', of: strands },
  // The signed minutes that provide for it.
  minutes: { kind: 'reference', part: 'kept', plays: 'instrument' },
  occasion: { kind: 'text', part: 'kept', max: 300 },
  rotation: { kind: 'choice', part: 'kept', of: ['alternating', 'both-at-once', 'fixed', 'by-agreement'] },
  // Codes of parties with a space between: an activity on both sides of the border has two hosts.
  'next-host': { kind: 'line', part: 'kept', max: 40, pattern: PARTIES },
  begins: { kind: 'date', part: 'kept' },
  ends: { kind: 'date', part: 'kept' },
  sites: {
    kind: 'list',
    part: 'kept',
    most: 60,
    row: {
      party,
      place: { kind: 'text', max: 200 },
      strand: { kind: 'choice', of: strands },
      twin: { kind: 'text', max: 200 },
    },
    needs: ['party', 'place'],
  },
  activity: { kind: 'text', part: 'kept', max: 200 },
  'activity-strand': { kind: 'choice', part: 'kept', of: strands },
  'activity-on': { kind: 'date', part: 'kept' },
  'activity-host': { kind: 'line', part: 'kept', max: 40, pattern: PARTIES },
  'activity-place': { kind: 'text', part: 'kept', max: 200 },
  'held-on': { kind: 'date', part: 'kept', tense: 'past' },
  came: {
    kind: 'list',
    part: 'kept',
    most: 20,
    row: {
      party,
      number: { kind: 'count', min: 0, max: 100000 },
      units: { kind: 'count', min: 0, max: 1000 },
    },
    needs: ['party', 'number'],
  },
  site: { kind: 'text', part: 'kept', max: 200 },
  stage: { kind: 'choice', part: 'kept', of: ['prepared', 'begun', 'running', 'taken-over', 'ended'] },
  activities: { kind: 'count', part: 'kept', min: 0, max: 10000 },
  participants: {
    kind: 'list',
    part: 'kept',
    most: 20,
    row: { party, number: { kind: 'count', min: 0, max: 1000000 } },
    needs: ['party', 'number'],
  },
  plan: { kind: 'text', part: 'content', max: 8000, rows: 5 },
  results: { kind: 'text', part: 'content', max: 8000, rows: 4 },
} as const satisfies Record<string, Field<'content'>>
