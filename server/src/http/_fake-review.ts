/** A review in which nothing is counted. */
export function emptyReview(relation: string) {
  return {
    form: 1 as const,
    relation,
    parties: ['chn', 'vnm'],
    totals: { contents: 0, binding: 0, late: 0, meetings: 0, instruments: 0, figures: 0 },
    mechanisms: [],
    series: [],
    meetings: [],
    instruments: [],
    commitments: [],
    contents: [],
    figures: [],
    closed: 'left-out' as const,
    evidence: [],
    overdue: [],
  }
}
