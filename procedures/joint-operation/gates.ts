import { planned } from './who-and-where.ts'

const reviewers = ['legal-reviewer'] as const
const before = ['start-operation'] as const
const on = ['agree-plan'] as const
/** Also while it runs, for the next list of persons: who was in proportion lets nobody else through. */
const lists = { from: [...planned, 'operation-running'], on: [...on, 'share-targets'] } as const
const above = { roles: ['secretary'], approval: ['approver'] } as const

/** Asked of the plan that both agreed on; another plan asks all of them again. */
export const gates = {
  'legal-basis': {
    by: 'other',
    roles: reviewers,
    ...lists,
    // A list of persons does not cross before either: it cannot be called back.
    before: [...before, 'share-targets'],
    reads: ['legal-basis', 'crime-types'],
    override: above,
    basis: 'proposal',
  },
  competence: {
    by: 'other',
    roles: reviewers,
    from: planned,
    before,
    on,
    reads: ['opener-units', 'other-units'],
    override: above,
    basis: 'proposal',
  },
  proportionality: {
    by: 'opener',
    roles: reviewers,
    ...lists,
    before: [...before, 'share-targets'],
    reads: ['kind', 'places', 'begins', 'ends'],
    override: above,
    basis: 'proposal',
  },
  // Raids on compounds and brothels hold victims as well; no result is stated before that was looked into.
  'non-punishment': {
    by: 'either',
    roles: ['protection-officer'],
    from: ['operation-running', 'results-due'],
    before: ['agree-results', 'close'],
    on: ['report-findings'],
    reads: ['victim-signs'],
    // Always: a report that was not made, and one side's none, undo nothing that the other saw.
    basis: 'proposal',
  },
} as const

/** Nobody alone calls off what a plan's gate said no to: the same could be proposed anew, and another reviewer asked. */
export const noNo = {
  not: { any: [{ saidNo: 'legal-basis' }, { saidNo: 'competence' }, { saidNo: 'proportionality' }] },
} as const
