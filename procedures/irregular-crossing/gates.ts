/** While the persons are with the side that found them, and nothing is asked of the other. */
export const held = ['screened', 'nationality-confirmed', 'return-arranged'] as const
const kept = [...held, 'kept-for-offence', 'returned'] as const
const returning = ['propose-return', 'accept-return', 'record-return'] as const
// Both fields are said by `end-with-measure` alone: a fine asks nothing of a return, nor whoever goes on to a third state of an offence.
const leaving = { any: [{ not: { present: 'handled-by-measure' } }, { present: 'sent-elsewhere' }] } as const
/** Who is asked about after a denial, and who is on a list for the return, is looked at whoever was before. */
const others = ['record-screening', 'deny-nationality', 'refuse', 'propose-return'] as const
const suspected = {
  any: [{ not: { present: 'sent-elsewhere' } }, { present: 'handled-by-measure' }],
} as const

/** What stands before names are passed on, before anybody is returned or sent elsewhere, and before anybody is kept, fined or prosecuted. */
export const gates = {
  // Before any name reaches the side that somebody may have fled from, and again before the return.
  'non-refoulement': {
    by: 'opener',
    roles: ['protection-officer', 'legal-reviewer'],
    from: kept,
    before: ['ask-verification', ...returning, 'end-with-measure'],
    on: others,
    reads: ['screening', 'persons-found', 'persons-returnable', 'nationality'],
    when: leaving,
    basis: 'proposal',
  },
  // Also of a number of none: that nobody is under age is what it looks into.
  minor: {
    by: 'opener',
    roles: ['protection-officer'],
    from: kept,
    before: ['ask-verification', ...returning, 'end-with-measure'],
    on: others,
    reads: ['minors', 'persons-found'],
    when: leaving,
    basis: 'proposal',
  },
  // Nobody may pass over it: a superior cannot decide who somebody is.
  identity: {
    by: 'opener',
    roles: ['legal-reviewer'],
    from: ['nationality-confirmed', 'return-arranged'],
    before: returning,
    on: ['confirm-nationality', 'propose-return'],
    reads: ['persons-confirmed'],
    basis: 'proposal',
  },
  // Before anybody who was moved or used by others is kept as a suspect.
  'non-punishment': {
    by: 'opener',
    roles: ['protection-officer'],
    from: kept,
    before: ['keep-for-offence', 'end-with-measure'],
    on: ['record-screening'],
    reads: ['cause', 'minors'],
    when: suspected,
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
