/** The acts that end a crossing: behind gates wherever something is done to somebody. */
import { held, noNo } from './gates.ts'

export const drafters = ['duty-officer', 'contact-point', 'secretary'] as const
export const deciders = ['contact-point', 'secretary'] as const
const ending = ['crossing-recorded', 'screened', 'nationality-confirmed', 'kept-for-offence'] as const
/** Whoever was found last: a return suspended at once, with nobody heard, is none, and a taking back asks for one of its own. */
export const screened = {
  all: [{ equals: ['each-screened', true] }, { equals: ['rights-told', true] }],
} as const
const screenedLast = { any: [screened, { equals: ['persons-found', 0] }] } as const

export const endings = {
  // Nobody is called returned but where a return stood behind its gates and was confirmed.
  conclude: {
    by: 'opener',
    roles: drafters,
    approval: ['approver'],
    from: [...ending, 'returned'],
    to: 'concluded',
    needs: ['handled'],
    may: ['message'],
    when: { all: [{ done: 'confirm-return' }, screenedLast] },
  },
  'end-without-return': {
    by: 'opener',
    roles: drafters,
    from: ending,
    to: 'concluded',
    needs: ['handled-otherwise'],
    may: ['message'],
    when: { all: [screenedLast, noNo] },
  },
  // By two and in view of both sides: the same persons could be recorded anew. Nothing that a safeguard is for follows.
  'end-over-no': {
    by: 'opener',
    roles: drafters,
    approval: ['approver'],
    from: [...ending, 'verification-asked'],
    to: 'ended-over-no',
    needs: [],
    may: ['handled-after-no', 'message'],
  },
  // Whoever is fined, prosecuted or sent to a third state is so behind the gates, also where others were returned.
  'end-with-measure': {
    by: 'opener',
    roles: deciders,
    approval: ['approver', 'legal-reviewer'],
    from: [...held, 'kept-for-offence', 'returned'],
    to: 'concluded',
    needs: [],
    may: ['handled-by-measure', 'sent-elsewhere', 'handled', 'handled-otherwise', 'message'],
    when: {
      all: [
        screened,
        { any: [{ present: 'handled-by-measure' }, { present: 'sent-elsewhere' }] },
        { any: [{ not: { present: 'handled' } }, { done: 'confirm-return' }] },
      ],
    },
  },
} as const
