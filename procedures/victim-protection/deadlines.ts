/** No source gives a number of days for this pair; all but the agreed day are proposals. */
export const deadlines = {
  search: { owes: 'other', counts: 'hours', lasts: 'PT12H', basis: 'proposal' },
  identification: { owes: 'opener', counts: 'calendar', lasts: 'P15D', basis: 'proposal' },
  recognition: { owes: 'other', counts: 'calendar', lasts: 'P3D', basis: 'proposal' },
  verification: {
    owes: 'other',
    counts: 'calendar',
    lasts: {
      by: 'age-group',
      of: {
        child: { counts: 'calendar', lasts: 'P7D' },
        'not-certain': { counts: 'calendar', lasts: 'P7D' },
        adult: { counts: 'working', lasts: 'P15D' },
      },
    },
    basis: 'proposal',
  },
  'travel-paper': { owes: 'other', counts: 'calendar', lasts: 'P14D', basis: 'proposal' },
  'handover-day': { owes: 'opener', counts: 'calendar', lasts: { until: 'handover-on' }, basis: 'agreed' },
  receipt: { owes: 'other', counts: 'calendar', lasts: 'P1D', basis: 'proposal' },
  'follow-up': { owes: 'other', counts: 'calendar', lasts: 'P90D', basis: 'proposal' },
} as const
