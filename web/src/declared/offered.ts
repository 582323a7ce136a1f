import type { Declared, Dossier, Offer } from '../api/types.ts'

/** Responsibility that waits to be taken, and what this officer can do about it. */
export interface Offered {
  isForUs: boolean
  /** Whether it is for the officer's own office. */
  isForMe: boolean
  take: Offer | null
  decline: Offer | null
}

type Shown = Pick<Dossier, 'offered' | 'offers'>

export function offeredIn(
  declared: Declared | null,
  { offered, offers }: Shown,
  me: { side: string; office: string },
): Offered | null {
  if (!offered) return null
  const isForUs = offered.party === me.side
  const isForMe = isForUs && (offered.office === null || offered.office === me.office)
  const possible = (owner: 'takes' | 'declines') =>
    offers.find(({ act, allowed }) => allowed && declared?.procedure.acts[act]?.owner === owner) ?? null
  return {
    isForUs,
    isForMe,
    take: isForMe ? possible('takes') : null,
    // Whoever made the offer may take it back.
    decline: isForMe || offered.by === me.side ? possible('declines') : null,
  }
}
