/** What procedures have in common in which one side asks the other about a case. */

export const drafters = ['duty-officer', 'contact-point', 'secretary'] as const
export const approvers = ['approver', 'legal-reviewer'] as const
/** Whoever answers a gate; that it is a third person is for the language to ask. */
export const reviewers = ['legal-reviewer', 'approver', 'contact-point'] as const
/** Two persons at the level above. */
export const above = { roles: ['secretary', 'contact-point'], approval: ['approver'] } as const

export const urgency = { kind: 'choice', part: 'kept', of: ['normal', 'urgent', 'very-urgent'] } as const

/** A closed list instead of prose: the reason is computed with, and prose would name people. */
export const urgencyReason = {
  kind: 'choice',
  part: 'kept',
  of: [
    'danger-to-life',
    'danger-to-child',
    'flight',
    'crossing-imminent',
    'evidence-loss',
    'detention-ends',
    'hearing-date',
    'serious-damage',
  ],
} as const

/** Above normal, urgency has a reason. */
export const reasoned = {
  any: [{ equals: ['urgency', 'normal'] }, { present: 'urgency-reason' }],
} as const

export const purposes = [
  'prevention',
  'detection',
  'investigation',
  'prosecution',
  'protection',
  'entry-exit-control',
] as const

export const sourceGrade = { kind: 'choice', part: 'kept', of: ['A', 'B', 'C', 'X'] } as const
export const informationGrade = { kind: 'choice', part: 'kept', of: ['1', '2', '3', '4'] } as const

export const standings = [
  'suspect',
  'accused',
  'convicted',
  'witness',
  'victim',
  'missing',
  'contact',
  'unidentified',
] as const

/** Model: Article 5 of Directive (EU) 2023/977, which binds neither side. */
export const answerByUrgency = {
  owes: 'other',
  counts: 'calendar',
  lasts: {
    by: 'urgency',
    of: {
      'very-urgent': { counts: 'hours', lasts: 'PT8H' },
      urgent: { counts: 'calendar', lasts: 'P3D' },
      normal: { counts: 'calendar', lasts: 'P7D' },
    },
  },
  basis: 'proposal',
} as const
