import type { Field } from '@counterpart/casework/language'

const equipment = ['sidearm', 'radio', 'satellite-phone', 'drone', 'camera', 'vehicle', 'other'] as const

export const fields = {
  subject: { kind: 'text', part: 'kept', max: 200 },
  kind: {
    kind: 'choice',
    part: 'kept',
    of: ['high-level', 'working', 'unit-visit', 'study', 'protected-event', 'courtesy'],
  },
  purpose: {
    kind: 'choice',
    part: 'kept',
    of: ['talks', 'review', 'signing', 'study', 'training', 'exchange', 'ceremony', 'event'],
  },
  rank: {
    kind: 'choice',
    part: 'kept',
    of: ['leader', 'minister', 'deputy-minister', 'department', 'province', 'unit'],
  },
  // A congress, a summit, a fair that both sides protect; no person is named by it.
  'protected-event': { kind: 'text', part: 'kept', max: 300 },
  // The letter in which the visiting side said that it would like to come.
  'wish-letter': { kind: 'reference', part: 'kept' },
  arrives: { kind: 'date', part: 'kept' },
  departs: { kind: 'date', part: 'kept' },
  'list-by': { kind: 'date', part: 'kept', tense: 'ahead' },
  'members-planned': { kind: 'count', part: 'kept', min: 1, max: 1000 },
  costs: {
    kind: 'choice',
    part: 'kept',
    of: ['host-pays-stay', 'host-pays-all', 'each-its-own', 'as-agreed'],
  },
  members: { kind: 'count', part: 'kept', min: 1, max: 1000 },
  'arrival-place': { kind: 'place', part: 'kept' },
  'departure-place': { kind: 'place', part: 'kept' },
  equipment: {
    kind: 'list',
    part: 'kept',
    most: 20,
    row: { item: { kind: 'choice', of: equipment }, number: { kind: 'count', min: 1, max: 1000 } },
    needs: ['item', 'number'],
  },
  'equipment-permitted': { kind: 'choices', part: 'kept', of: equipment },
  'not-cleared': { kind: 'count', part: 'kept', min: 0, max: 1000 },
  'security-level': { kind: 'choice', part: 'kept', of: ['ordinary', 'raised', 'highest'] },
  'press-rule': { kind: 'choice', part: 'kept', of: ['none', 'agreed-text-only', 'open'] },
  interpreter: { kind: 'choice', part: 'kept', of: ['host', 'visitor', 'both'] },
  'call-off-reason': {
    kind: 'choice',
    part: 'kept',
    of: ['dates', 'security', 'epidemic', 'duties', 'other'],
  },
  'members-came': { kind: 'count', part: 'kept', min: 1, max: 1000 },
  incident: { kind: 'choice', part: 'kept', of: ['none', 'minor', 'serious'] },
  programme: {
    kind: 'list',
    part: 'content',
    most: 60,
    row: {
      day: { kind: 'date' },
      occasion: {
        kind: 'choice',
        of: [
          'talks',
          'reception',
          'unit-visit',
          'ceremony',
          'signing',
          'lecture',
          'culture',
          'journey',
          'free',
        ],
      },
      unit: { kind: 'office' },
      words: { kind: 'text', max: 600 },
    },
    needs: ['day', 'occasion'],
  },
  courtesies: {
    kind: 'list',
    part: 'content',
    most: 30,
    row: {
      courtesy: {
        kind: 'choice',
        of: ['greeting-conveyed', 'gift-given', 'gift-received', 'invitation-voiced', 'condolence', 'honour'],
      },
      words: { kind: 'text', max: 400 },
    },
    needs: ['courtesy', 'words'],
  },
  results: { kind: 'text', part: 'content', max: 8000, rows: 5 },
  delegation: {
    kind: 'list',
    part: 'delegation',
    most: 200,
    row: {
      // The number of the passport and no copy of it.
      person: { kind: 'person' },
      standing: { kind: 'choice', of: ['head', 'deputy-head', 'member', 'interpreter', 'staff', 'guard'] },
      office: { kind: 'text', max: 200 },
      needs: { kind: 'text', max: 400 },
    },
    needs: ['person', 'standing'],
  },
  // Where somebody is at what time: destroyed first.
  'security-plan': { kind: 'text', part: 'movements', max: 12000, rows: 6 },
  vehicles: {
    kind: 'list',
    part: 'movements',
    most: 40,
    row: { plate: { kind: 'line', max: 30 }, vehicle: { kind: 'line', max: 80 } },
    needs: ['plate'],
  },
  'emergency-contact': { kind: 'text', part: 'movements', max: 400 },
} as const satisfies Record<string, Field<'content' | 'delegation' | 'movements'>>
