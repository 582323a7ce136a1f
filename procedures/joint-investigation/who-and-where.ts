/** Who drafts and approves, and the states and fields that several acts speak of. */

export const drafters = ['duty-officer', 'contact-point', 'secretary'] as const
export const senders = ['contact-point', 'secretary'] as const
export const approvers = ['approver'] as const
export const beginning = ['proposed', 'terms-negotiated', 'terms-agreed'] as const
export const open = [...beginning, 'active', 'evaluation-due'] as const

/** What an agreement has to say. */
export const termsNamed = [
  'form',
  'purpose',
  'active-from',
  'active-until',
  'operates-in',
  'evidence-use',
  'working-languages',
  'costs',
  'weapons',
] as const
