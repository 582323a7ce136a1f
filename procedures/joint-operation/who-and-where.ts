/** Who drafts and approves, and the states that several acts speak of. */

export const drafters = ['duty-officer', 'contact-point', 'secretary'] as const
export const senders = ['contact-point', 'secretary'] as const
export const approvers = ['approver'] as const
export const planned = ['plan-agreed', 'ready-on-both-sides'] as const
export const planning = ['operation-proposed', 'plan-negotiated', ...planned] as const
export const open = [...planning, 'operation-running', 'results-due'] as const
