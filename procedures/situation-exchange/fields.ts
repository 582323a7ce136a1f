import type { Field } from '@counterpart/casework/language'

/** The same codes on both sides, so that numbers can be laid beside each other. */
const about = {
  type: {
    kind: 'choice',
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
      'violent-crime',
      'environment-wildlife',
      'border-incident',
      'requests',
      'handovers',
      'other',
    ],
  },
  what: { kind: 'choice', of: ['cases', 'persons', 'victims', 'sent', 'received', 'kilograms', 'other'] },
  number: { kind: 'count', min: 0, max: 100000000 },
} as const

const figures = {
  kind: 'list',
  part: 'kept',
  most: 60,
  row: about,
  needs: ['type', 'what', 'number'],
} as const

const confidence = { kind: 'choice', part: 'kept', of: ['low', 'moderate', 'high'] } as const
const words = { kind: 'text', part: 'content', max: 12000, rows: 5 } as const

export const fields = {
  subject: { kind: 'text', part: 'kept', max: 200 },
  scope: {
    kind: 'choices',
    part: 'kept',
    of: ['global', 'regional', 'bilateral', 'border', 'crime', 'terrorism', 'cyber', 'migration', 'economy'],
  },
  classification: { kind: 'choice', part: 'kept', of: ['open', 'internal', 'restricted', 'confidential'] },
  'period-from': { kind: 'date', part: 'kept' },
  'period-until': { kind: 'date', part: 'kept' },
  'parts-by': { kind: 'date', part: 'kept', tense: 'ahead' },
  occasion: { kind: 'text', part: 'kept', max: 300 },
  'figures-opener': figures,
  'figures-other': figures,
  'confidence-opener': confidence,
  'confidence-other': confidence,
  // One number, or two with the reason why they differ.
  figures: {
    kind: 'list',
    part: 'kept',
    most: 60,
    row: { ...about, other: { kind: 'count', min: 0, max: 100000000 }, reason: { kind: 'text', max: 300 } },
    needs: ['type', 'what', 'number'],
  },
  outstanding: { kind: 'count', part: 'kept', min: 0, max: 100000 },
  distribution: {
    kind: 'list',
    part: 'kept',
    most: 60,
    row: { office: { kind: 'office' } },
    needs: ['office'],
  },
  'assessment-opener': words,
  'assessment-other': words,
  methods: words,
  alerts: words,
  summary: words,
} as const satisfies Record<string, Field<'content'>>
