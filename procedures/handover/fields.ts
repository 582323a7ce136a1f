import type { Field } from '@counterpart/casework/language'

const CAPACITIES = [
  'border-representative',
  'deputy-representative',
  'assistant',
  'liaison-officer',
  'other-authorised',
] as const

export const fields = {
  subject: { kind: 'text', part: 'kept', max: 200 },
  kind: {
    kind: 'choice',
    part: 'kept',
    of: ['extradition', 'return', 'group-return', 'taking-back', 'items-only', 'remains'],
  },
  'legal-act': { kind: 'text', part: 'kept', max: 400 },
  'persons-count': { kind: 'count', part: 'kept', min: 0, max: 1000 },
  'children-count': { kind: 'count', part: 'kept', min: 0, max: 1000 },
  // At the line, by the minutes; never more than the list that the safeguards were answered for.
  'persons-handed': { kind: 'count', part: 'kept', min: 0, max: 1000 },
  'children-handed': { kind: 'count', part: 'kept', min: 0, max: 1000 },
  'items-count': { kind: 'count', part: 'kept', min: 0, max: 10000 },
  // Nobody is returned as one of a crowd.
  'each-checked': { kind: 'flag', part: 'kept' },
  'handover-on': { kind: 'date', part: 'kept' },
  // No moment, which would name a day of its own: the hour of the day above, by the clock by which that day ends.
  'handover-time': { kind: 'line', part: 'kept', max: 5, pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' },
  place: { kind: 'place', part: 'kept' },
  documents: {
    kind: 'choices',
    part: 'kept',
    of: [
      'legal-act',
      'identity-paper',
      'photograph',
      'case-file',
      'evidence-list',
      'medical-note',
      'belongings-list',
      'translation',
    ],
  },
  'receiving-office': { kind: 'office', part: 'kept' },
  'receiving-capacity': { kind: 'choice', part: 'kept', of: CAPACITIES },
  'delivering-capacity': { kind: 'choice', part: 'kept', of: CAPACITIES },
  // The other side reads it: that somebody asked for protection from it, or is a victim, has no word here.
  'suspension-reason': {
    kind: 'choice',
    part: 'kept',
    of: ['safeguard', 'health', 'court', 'weather', 'crossing-closed', 'other'],
  },
  'handed-over-at': { kind: 'time', part: 'kept', tense: 'past' },
  minutes: { kind: 'text', part: 'content', max: 20000, rows: 6 },
  'minutes-file': { kind: 'file', part: 'person' },
  remarks: { kind: 'text', part: 'content', max: 8000, rows: 3 },
  reception: {
    kind: 'choice',
    part: 'kept',
    of: [
      'custody',
      'reception-centre',
      'protection-service',
      'medical-care',
      'family',
      'released',
      'no-person',
    ],
  },
  'escort-leader': { kind: 'person', part: 'person' },
  // In a part of their own: that there is one can be read.
  persons: {
    kind: 'list',
    part: 'listed',
    most: 200,
    row: {
      number: { kind: 'count', min: 1, max: 1000 },
      person: { kind: 'person' },
      address: { kind: 'text', max: 400 },
      papers: { kind: 'text', max: 400 },
    },
    needs: ['number', 'person'],
  },
  officers: {
    kind: 'list',
    part: 'person',
    most: 30,
    row: {
      of: { kind: 'choice', of: ['delivering-side', 'receiving-side'] },
      person: { kind: 'person' },
      role: {
        kind: 'choice',
        of: ['escort-leader', 'deliverer', 'receiver', 'interpreter', 'doctor', 'guardian', 'witness'],
      },
    },
    needs: ['of', 'person', 'role'],
  },
  // What the persons themselves want to have written down.
  statements: { kind: 'text', part: 'heard', max: 8000, rows: 3 },
  health: {
    kind: 'list',
    part: 'health',
    most: 200,
    row: {
      number: { kind: 'count', min: 1, max: 1000 },
      condition: { kind: 'choice', of: ['well', 'needs-care', 'ill', 'injured', 'unfit', 'deceased'] },
      finding: { kind: 'text', max: 2000, rows: 2 },
      medicines: { kind: 'text', max: 1000 },
    },
    needs: ['number', 'condition'],
  },
  property: {
    kind: 'list',
    part: 'items',
    most: 400,
    row: {
      item: { kind: 'text', max: 400 },
      quantity: { kind: 'line', max: 60 },
      owner: { kind: 'count', min: 1, max: 1000 },
      seal: { kind: 'line', max: 60 },
    },
    needs: ['item'],
  },
  evidence: {
    kind: 'list',
    part: 'items',
    most: 400,
    row: {
      item: { kind: 'text', max: 400 },
      seal: { kind: 'line', max: 60 },
      digest: { kind: 'digest' },
      state: { kind: 'text', max: 400 },
    },
    needs: ['item', 'seal'],
  },
} as const satisfies Record<string, Field>
