import { approvers, drafters, handedOver, senders } from './who-and-where.ts'

/** A refused or a failing extradition, or an arrest made for one, does not end as a removal. */
const returnable = {
  all: [
    { equals: ['track', 'return-handover'] },
    { equals: ['nationality', 'requesting-side'] },
    { not: { done: 'submit-request' } },
    { not: { done: 'arrest-provisionally' } },
  ],
} as const

/** Under the requested side's law on aliens; never after an arrest or a request for extradition in the same dossier. */
export const returnActs = {
  'ask-return': {
    by: 'opener',
    roles: senders,
    approval: approvers,
    from: ['located'],
    to: 'return-asked',
    needs: ['track', 'legal-basis'],
    may: ['assurances', 'message', 'about-person'],
    answers: ['report-located'],
    when: returnable,
  },
  'order-return': {
    by: 'other',
    roles: senders,
    approval: approvers,
    from: ['return-asked'],
    to: 'return-ordered',
    needs: ['removal-act', 'removal-basis', 'removal-date'],
    may: ['message'],
    answers: ['ask-return'],
    when: returnable,
  },
  'agree-to-receive': {
    by: 'opener',
    roles: senders,
    approval: approvers,
    from: ['return-ordered'],
    to: 'delivery-due',
    needs: ['deliver-by', 'receiving-office'],
    may: ['message'],
    answers: ['order-return'],
  },
  'confirm-return': {
    by: 'opener',
    roles: drafters,
    approval: approvers,
    from: ['delivery-due'],
    to: 'given-over',
    needs: ['handover', 'delivered-on'],
    may: ['message'],
    answers: ['order-return'],
    when: { all: [{ equals: ['track', 'return-handover'] }, handedOver] },
  },
} as const
