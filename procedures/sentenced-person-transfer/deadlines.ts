/** Treaties say promptly; the days are proposals until the instrument or the relation sets others. */
export const deadlines = {
  'answer-to-interest': { owes: 'other', counts: 'calendar', lasts: 'P30D', basis: 'proposal' },
  papers: { owes: 'other', counts: 'calendar', lasts: 'P30D', basis: 'proposal' },
  'consent-visit': { owes: 'opener', counts: 'calendar', lasts: 'P30D', basis: 'proposal' },
  'receiving-decision': { owes: 'opener', counts: 'calendar', lasts: 'P90D', basis: 'proposal' },
  'sentencing-decision': { owes: 'other', counts: 'calendar', lasts: 'P90D', basis: 'proposal' },
  arrangement: { owes: 'other', counts: 'calendar', lasts: 'P30D', basis: 'proposal' },
  'transfer-day': { owes: 'other', counts: 'calendar', lasts: { until: 'transfer-on' }, basis: 'agreed' },
  receipt: { owes: 'opener', counts: 'calendar', lasts: 'P1D', basis: 'proposal' },
  'end-of-sentence': {
    owes: 'opener',
    counts: 'calendar',
    lasts: { until: 'enforced-until' },
    basis: 'agreed',
  },
} as const
