/** How numbers and days have to fit, and what is counted for the next conference. */

export const rules = {
  'counted-among-found': {
    not: { any: [{ after: ['women', 'persons-found'] }, { after: ['minors', 'persons-found'] }] },
  },
  'sent-among-found': { not: { after: ['sent-elsewhere', 'persons-found'] } },
  'confirmed-among-asked': { not: { after: ['persons-confirmed', 'persons-asked'] } },
  'return-after-detention': { not: { before: ['return-by', 'detained-on'] } },
  // A later day is agreed only after its reason was told.
  'agreed-within-limit': { not: { after: ['return-on', 'return-by'] } },
  // No list is longer than what the screening left: the safeguards were answered for those.
  'named-within-screening': {
    not: {
      any: [
        { after: ['persons-asked', 'persons-returnable'] },
        { after: ['persons-asked', 'persons-found'] },
      ],
    },
  },
  'returned-within-screening': {
    not: {
      any: [
        { after: ['persons-to-return', 'persons-returnable'] },
        { after: ['persons-to-return', 'persons-found'] },
        { after: ['persons-returned', 'persons-to-return'] },
      ],
    },
  },
  // Whom the other side has not confirmed as its own it does not take: where nobody is confirmed, nobody is returned.
  'returned-among-confirmed': {
    all: [
      { any: [{ not: { present: 'persons-to-return' } }, { present: 'persons-confirmed' }] },
      {
        not: {
          any: [
            { after: ['persons-to-return', 'persons-confirmed'] },
            { after: ['persons-returned', 'persons-confirmed'] },
          ],
        },
      },
    ],
  },
  // A number is what the safeguards were answered for; a name beyond it could be of somebody who asked for protection.
  'listed-within-number': {
    all: [
      { within: ['persons', 'persons-asked'] },
      { within: ['persons', 'persons-returnable'] },
      { within: ['persons', 'persons-found'] },
      { within: ['persons', 'persons-confirmed'] },
      { within: ['persons', 'persons-to-return'] },
    ],
  },
  'verified-among-asked': { within: ['verified', 'persons-asked'] },
  'claimed-among-returned': { not: { after: ['persons-claimed', 'persons-returned'] } },
} as const

export const indicators = {
  recorded: { count: ['record-crossing'] },
  screened: { count: ['record-screening'] },
  'verification-asked': { count: ['ask-verification'] },
  confirmed: { count: ['confirm-nationality'] },
  denied: { count: ['deny-nationality'] },
  refused: { count: ['refuse'] },
  delayed: { count: ['report-delay'] },
  returned: { count: ['confirm-return'] },
  'wrongly-returned': { count: ['claim-wrong-return'] },
  'taken-back': { count: ['take-back'] },
  'kept-for-offence': { count: ['keep-for-offence'] },
  concluded: { count: ['conclude', 'end-without-return', 'end-with-measure'] },
  'persons-found': { sum: 'persons-found', by: 'direction', since: ['record-crossing'] },
  'persons-handled': { sum: ['handled', 'people'], by: 'handling', since: ['conclude', 'end-with-measure'] },
  'persons-handled-otherwise': {
    sum: ['handled-otherwise', 'people'],
    by: 'handling',
    since: ['end-without-return', 'end-with-measure'],
  },
  'persons-handled-after-no': { sum: ['handled-after-no', 'people'], by: 'handling', since: ['end-over-no'] },
  'persons-handled-by-measure': {
    sum: ['handled-by-measure', 'people'],
    by: 'handling',
    since: ['end-with-measure'],
  },
  'persons-sent-elsewhere': { sum: 'sent-elsewhere', since: ['end-with-measure'] },
  'verification-time': {
    time: ['ask-verification', ['confirm-nationality', 'deny-nationality', 'refuse']],
  },
  'return-time': { time: ['record-crossing', ['confirm-return']] },
} as const
