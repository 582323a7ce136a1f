import { above, reviewers } from '../inquiry.ts'

export const open = ['requested', 'in-hand', 'answered-in-part'] as const
export const told = ['information-given', 'information-received'] as const

export const aboutPersons = { hasPart: 'person' } as const
/** Data on persons, or evidence: what a wrong answer cannot take back. */
const weighty = {
  any: [
    aboutPersons,
    {
      all: [
        { equals: ['as-evidence', true] },
        { not: { equals: ['evidence-consent', 'by-legal-assistance'] } },
      ],
    },
  ],
} as const
/** Once persons are named the question is another one, and is looked at anew. */
const asked = ['request-information', 'name-persons'] as const
/** Whatever it was asked for, a further use makes evidence of it, or gives it to others. */
const used = { any: [weighty, { done: 'ask-further-use' }] } as const
const answering = ['answer-in-part', 'answer-in-full'] as const

export const gates = {
  'legal-basis': {
    by: 'other',
    roles: reviewers,
    from: [...open, 'answer-given'],
    // An answer that gave way to a no is made evidence by no consent that comes after it.
    before: [...answering, 'allow-further-use'],
    on: [...asked, 'ask-further-use'],
    reads: ['legal-basis', 'offence', 'purpose'],
    when: used,
    override: above,
    basis: 'proposal',
  },
  competence: {
    by: 'other',
    roles: reviewers,
    from: open,
    before: answering,
    on: asked,
    reads: ['offence', 'purpose'],
    when: weighty,
    override: above,
    basis: 'proposal',
  },
  'political-offence': {
    by: 'other',
    roles: reviewers,
    from: open,
    before: answering,
    on: asked,
    reads: ['offence', 'purpose'],
    when: aboutPersons,
    override: above,
    basis: 'proposal',
  },
  // Of the side that names them, whether it asks or tells, and of each naming: the others are for the side that is
  // asked. What it told unasked it alone lets be used for more, and looks at that anew.
  proportionality: {
    by: 'opener',
    roles: reviewers,
    from: [...open, ...told],
    before: ['name-persons', 'allow-use-of-given'],
    on: ['request-information', 'give-information', 'name-persons', 'ask-use-of-given'],
    reads: ['legal-basis', 'offence', 'purpose'],
    override: above,
    basis: 'proposal',
  },
} as const
