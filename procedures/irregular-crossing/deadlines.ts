/** How long each step may take, and whose it is. */
export const deadlines = {
  screening: { owes: 'opener', counts: 'hours', lasts: 'PT48H', basis: 'proposal' },
  // Not a length of time: it counts from the detention and goes on while the other side verifies.
  return: { owes: 'opener', counts: 'calendar', lasts: { until: 'return-by' }, basis: 'agreed' },
  verification: {
    owes: 'other',
    counts: 'calendar',
    lasts: {
      by: 'track',
      of: {
        accelerated: { counts: 'working', lasts: 'P2D' },
        ordinary: { counts: 'calendar', lasts: 'P25D' },
      },
    },
    basis: 'proposal',
  },
  'handing-over': { owes: 'opener', counts: 'calendar', lasts: { until: 'return-on' }, basis: 'agreed' },
  signature: { owes: 'other', counts: 'calendar', lasts: 'P3D', basis: 'proposal' },
  objection: { owes: 'other', counts: 'calendar', lasts: 'P1M', basis: 'proposal' },
  'taking-back': { owes: 'opener', counts: 'calendar', lasts: 'P1M', basis: 'proposal' },
  report: { owes: 'opener', counts: 'calendar', lasts: { until: 'report-by' }, basis: 'agreed' },
} as const
