/** While the persons are with the side that found them, and nothing is asked of the other. */
export const held = ['screened', 'nationality-confirmed', 'return-arranged'] as const
const returning = ['propose-return', 'accept-return', 'record-return'] as const

/** What stands before names are passed on, before a return, and before anybody is kept as a suspect. */
export const gates = {
  // Before any name reaches the side that somebody may have fled from, and again before the return.
  'non-refoulement': {
    by: 'opener',
    roles: ['protection-officer', 'legal-reviewer'],
    from: held,
    before: ['ask-verification', ...returning],
    on: ['record-screening'],
    reads: ['screening', 'persons-found', 'persons-returnable', 'nationality'],
    basis: 'proposal',
  },
  // Also of a number of none: that nobody is under age is what it looks into.
  minor: {
    by: 'opener',
    roles: ['protection-officer'],
    from: held,
    before: ['ask-verification', ...returning],
    on: ['record-screening'],
    reads: ['minors', 'persons-found'],
    basis: 'proposal',
  },
  // Nobody may pass over it: a superior cannot decide who somebody is.
  identity: {
    by: 'opener',
    roles: ['legal-reviewer'],
    from: ['nationality-confirmed', 'return-arranged'],
    before: returning,
    on: ['confirm-nationality'],
    reads: ['persons-confirmed'],
    basis: 'proposal',
  },
  // Before anybody who was moved or used by others is kept as a suspect.
  'non-punishment': {
    by: 'opener',
    roles: ['protection-officer'],
    from: [...held, 'kept-for-offence'],
    before: ['keep-for-offence'],
    on: ['record-screening'],
    reads: ['cause', 'minors'],
    basis: 'proposal',
  },
} as const

export const noNo = {
  not: {
    any: [
      { saidNo: 'non-refoulement' },
      { saidNo: 'minor' },
      { saidNo: 'identity' },
      { saidNo: 'non-punishment' },
    ],
  },
} as const
