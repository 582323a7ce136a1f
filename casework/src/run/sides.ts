/** The party that a side means, in one dossier. */
import { CaseworkError } from '../errors.ts'
import type { Procedure, Side } from '../language/index.ts'
import type { Party } from './entry.ts'

/** The two codes of a relation, sorted. */
export type Parties = readonly [Party, Party]

/** @throws CaseworkError `unknown-party` */
export function otherParty(party: Party, parties: Parties): Party {
  if (party === parties[0]) return parties[1]
  if (party === parties[1]) return parties[0]
  throw new CaseworkError('unknown-party')
}

/**
 * The keeper of a dossier, for ever. Where a relation has one such dossier only, the keeper cannot depend on who opens
 * it, since the place of two openings would then depend on itself: it is the first party.
 *
 * @throws CaseworkError `unknown-party`
 */
export function keeperOf(procedure: Procedure, opener: Party, parties: Parties): Party {
  const other = otherParty(opener, parties)
  if (procedure.once || procedure.keeper === 'first') return parties[0]
  return procedure.keeper === 'opener' ? opener : other
}

/** Whether a party is that side of the dossier; acts of the clock are the keeper's node's. */
export function isSide(side: Side, party: Party, dossier: { opener: Party; keeper: Party }): boolean {
  switch (side) {
    case 'opener':
      return party === dossier.opener
    case 'other':
      return party !== dossier.opener
    case 'keeper':
    case 'clock':
      return party === dossier.keeper
    case 'guest':
      return party !== dossier.keeper
    case 'either':
      return true
  }
}

/** The party that a side stands for; `null` for `either`. */
export function partyOf(
  side: Side,
  dossier: { opener: Party; keeper: Party },
  parties: Parties,
): Party | null {
  if (side === 'either') return null
  return isSide(side, parties[0], dossier) ? parties[0] : parties[1]
}
