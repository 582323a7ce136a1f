/** What has to be answered before anybody sets out; of things alone, only whether there is a basis. */

const protectors = ['protection-officer'] as const
const from = ['announced', 'receiving-agreed', 'suspended'] as const
const before = ['set-out'] as const
/** The list that stands: an answer given on one that is only proposed would let the old one go. */
const on = ['announce-handover', 'agree-list'] as const
const reads = ['kind', 'persons-count', 'children-count'] as const
/** Of things alone, and of the dead, it does not hold. */
export const ofPersons = {
  not: { any: [{ equals: ['kind', 'items-only'] }, { equals: ['kind', 'remains'] }] },
} as const
const listed = { any: [{ hasPart: 'listed' }, { hasPart: 'health' }, { hasPart: 'heard' }] } as const
/** Numbers say only what their author types: who is listed, heard or examined is there. */
export const nobodyAmongThings = { any: [ofPersons, { not: listed }] } as const

export const gates = {
  'legal-basis': {
    by: 'opener',
    roles: ['legal-reviewer'],
    from,
    before,
    // Asked when both have agreed, and after every suspension: a decision may have fallen since it was announced.
    on: ['announce-handover', 'consent-to-receive', 'suspend'],
    reads: ['kind', 'legal-act'],
    override: { roles: ['secretary'], approval: ['approver'] },
    basis: 'proposal',
  },
  // Asked again after every suspension: what stopped the handover is what it is about.
  'non-refoulement': {
    by: 'opener',
    roles: protectors,
    from,
    before,
    on: [...on, 'suspend'],
    reads,
    when: ofPersons,
    basis: 'proposal',
  },
  identity: {
    by: 'opener',
    roles: ['contact-point', 'legal-reviewer'],
    from,
    before,
    on,
    reads,
    when: ofPersons,
    basis: 'proposal',
  },
  // Also of a list without children: that it has none is what it looks into.
  minor: {
    by: 'opener',
    roles: protectors,
    from,
    before,
    on,
    reads,
    when: ofPersons,
    basis: 'proposal',
  },
  'non-punishment': {
    by: 'opener',
    roles: protectors,
    from,
    before,
    on: [...on, 'suspend'],
    reads,
    when: ofPersons,
    basis: 'proposal',
  },
} as const
