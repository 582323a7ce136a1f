/** Who drafts and approves, and the states that acts of both tracks speak of. */

export const drafters = ['duty-officer', 'contact-point', 'secretary'] as const
export const senders = ['contact-point', 'secretary'] as const
export const approvers = ['approver'] as const
export const alert = ['sought', 'searching', 'located'] as const
export const extradition = [
  'extradition-announced',
  'provisionally-arrested',
  'request-submitted',
  'information-asked',
] as const
export const found = ['located', ...extradition, 'return-asked', 'return-ordered', 'delivery-due'] as const
export const pending = ['sought', 'searching', ...found, 'release-due'] as const
/** Speciality binds as long as the person is there, whatever became of the proceedings. */
export const over = ['given-over', 'outcome-reported'] as const
/** Nobody is in custody on the other side's word: then a dossier may end. */
export const notArrested = { not: { present: 'arrested-at' } } as const
/**
 * Where somebody may be at large, so that a dossier may end: elsewhere an arrest stands, or the person is being given over. First the
 * release, which undoes either: after the end nobody could say that he came.
 */
export const atLarge = [
  'sought',
  'searching',
  'located',
  'extradition-announced',
  'request-submitted',
  'information-asked',
  'return-asked',
  'return-ordered',
] as const

/**
 * The minutes of a person that both sides signed, in a handover that the side asked for the person opened from here: nothing
 * else says that somebody is given over.
 */
export const handedOver = {
  carriedOut: {
    by: 'handover',
    procedure: 'handover',
    states: ['handed-over', 'receipt-given', 'concluded'],
    counts: 'persons-handed',
    opener: 'other',
  },
} as const
