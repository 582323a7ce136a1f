import type { Field } from '@counterpart/casework/language'

const party = { kind: 'line', max: 12, pattern: '^[a-z]{3,12}$' } as const
const count = { kind: 'count', part: 'kept', min: 0, max: 10000000 } as const

export const fields = {
  subject: { kind: 'text', part: 'kept', max: 200 },
  theme: {
    kind: 'choices',
    part: 'kept',
    of: [
      'immigration-law',
      'border-regime',
      'trafficking',
      'illegal-work',
      'fraud',
      'gambling',
      'drugs',
      'smuggling',
      'wildlife',
      'fire-and-flood',
      'travel-safety',
      'other',
    ],
  },
  'target-group': {
    kind: 'choices',
    part: 'kept',
    of: ['border-residents', 'travellers', 'workers', 'pupils-students', 'traders', 'drivers', 'officers'],
  },
  begins: { kind: 'date', part: 'kept' },
  ends: { kind: 'date', part: 'kept' },
  'materials-by': { kind: 'date', part: 'kept', tense: 'ahead' },
  'hotline-before': count,
  places: {
    kind: 'list',
    part: 'kept',
    most: 60,
    row: { party, place: { kind: 'place' } },
    needs: ['party', 'place'],
  },
  // Spoken along the border and written by neither side in its official papers.
  'other-languages': {
    kind: 'list',
    part: 'kept',
    most: 20,
    row: { language: { kind: 'line', max: 60 } },
    needs: ['language'],
  },
  // Counted up with every new wording, so that what was approved is known by its number.
  wording: { kind: 'count', part: 'kept', min: 1, max: 1000 },
  'event-form': {
    kind: 'choice',
    part: 'kept',
    of: ['lesson', 'leaflets', 'patrol', 'broadcast', 'online', 'exhibition', 'competition', 'fair'],
  },
  'event-on': { kind: 'date', part: 'kept', tense: 'past' },
  'event-hosts': { kind: 'choice', part: 'kept', of: ['opener', 'other', 'both'] },
  'event-reached': count,
  'event-copies': count,
  feedback: { kind: 'choice', part: 'kept', of: ['question', 'complaint', 'suggestion', 'praise', 'report'] },
  'feedback-number': { kind: 'count', part: 'kept', min: 1, max: 100000 },
  events: count,
  reached: count,
  copies: count,
  questions: count,
  complaints: count,
  'hotline-after': count,
  plan: { kind: 'text', part: 'content', max: 8000, rows: 5 },
  // Every language of the pair, one of them marked as the authoritative one.
  materials: {
    kind: 'list',
    part: 'content',
    most: 30,
    row: {
      material: {
        kind: 'choice',
        of: ['leaflet', 'poster', 'lesson', 'film', 'broadcast', 'post', 'booklet'],
      },
      title: { kind: 'text', max: 300 },
      words: { kind: 'text', max: 20000, rows: 4 },
    },
    needs: ['material', 'title', 'words'],
  },
  'feedback-words': { kind: 'text', part: 'content', max: 4000, rows: 3 },
  lessons: { kind: 'text', part: 'content', max: 8000, rows: 4 },
} as const satisfies Record<string, Field<'content'>>
