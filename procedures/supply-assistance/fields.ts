import type { Field } from '@counterpart/casework/language'

const items = {
  kind: 'list',
  part: 'kept',
  most: 60,
  row: {
    category: {
      kind: 'choice',
      of: [
        'protective',
        'medical',
        'disinfection',
        'shelter-food',
        'radio-it',
        'detection',
        'vehicle',
        'office-training',
        'rescue',
        'other',
      ],
    },
    what: { kind: 'text', max: 200 },
    number: { kind: 'count', min: 1, max: 100000000 },
    unit: { kind: 'line', max: 40 },
  },
  needs: ['category', 'what', 'number'],
} as const

export const fields = {
  subject: { kind: 'text', part: 'kept', max: 200 },
  urgency: { kind: 'choice', part: 'kept', of: ['normal', 'urgent', 'very-urgent'] },
  'urgency-reason': {
    kind: 'choice',
    part: 'kept',
    of: ['danger-to-life', 'epidemic', 'disaster', 'operation-under-way', 'stock-ends'],
  },
  occasion: {
    kind: 'choice',
    part: 'kept',
    of: ['epidemic', 'disaster', 'accident', 'joint-operation', 'training', 'routine'],
  },
  // The letter in which the giving side offered it unasked.
  'offer-letter': { kind: 'reference', part: 'kept' },
  asked: items,
  promised: items,
  sent: items,
  received: items,
  extent: { kind: 'choice', part: 'kept', of: ['in-full', 'in-part', 'otherwise'] },
  // Given under a licence: protective vests, detection devices, radios with encryption.
  restricted: { kind: 'flag', part: 'kept' },
  terms: { kind: 'choice', part: 'kept', of: ['gift', 'exchange', 'against-payment'] },
  'onward-use': { kind: 'choice', part: 'kept', of: ['own-use-only', 'with-consent', 'free'] },
  'deliver-by': { kind: 'date', part: 'kept', tense: 'ahead' },
  'delivery-place': { kind: 'place', part: 'kept' },
  customs: { kind: 'choice', part: 'kept', of: ['exempt', 'declared', 'to-be-cleared'] },
  'sent-on': { kind: 'date', part: 'kept', tense: 'past' },
  'received-on': { kind: 'date', part: 'kept', tense: 'past' },
  'found-to-be': { kind: 'choice', part: 'kept', of: ['complete', 'short', 'damaged', 'short-and-damaged'] },
  use: { kind: 'choice', part: 'kept', of: ['used-up', 'in-use', 'in-store', 'passed-on', 'not-usable'] },
  need: { kind: 'text', part: 'content', max: 4000, rows: 4 },
  'use-words': { kind: 'text', part: 'content', max: 4000, rows: 3 },
  carriers: {
    kind: 'list',
    part: 'carriers',
    most: 20,
    row: { person: { kind: 'person' }, plate: { kind: 'line', max: 30 } },
    needs: ['person'],
  },
} as const satisfies Record<string, Field<'content' | 'carriers'>>
