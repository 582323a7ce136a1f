/** What waits in a dossier for an officer elsewhere on its page than among the acts that can be done. */
import type { Dossier, Draft } from '../api/types.ts'
import type { Naming } from './naming.ts'
import { offeredIn } from './offered.ts'
import type { Safeguard } from './safeguards.ts'

export interface WaitingHere {
  /** Safeguards to answer, or to pass over a no of. */
  gates: string[]
  /** Whether responsibility is offered, and can be taken or declined. */
  isOffered: boolean
  /** How many drafts wait for this officer's approval. */
  drafts: number
}

export function waitingHere(
  dossier: Dossier,
  { declared }: Pick<Naming, 'declared'>,
  safeguards: readonly Safeguard[],
  drafts: readonly Draft[],
  me: { side: string; office: string },
): WaitingHere {
  const offered = offeredIn(declared, dossier, me)
  return {
    gates: safeguards.filter(isForMe).map(({ gate }) => gate),
    isOffered: !!offered?.take || (!!offered?.isForMe && !!offered.decline),
    drafts: drafts.filter((draft) => draft.dossier === dossier.id && draft.mayApprove && !draft.outdated)
      .length,
  }
}

/** One that stands passed can be answered anew, too, but does not wait for it. A no that fell is passed over as it stood. */
function isForMe({ standing, refusal, check, pass }: Safeguard): boolean {
  const isNo = standing === 'failed' || (standing === 'open' && refusal !== null)
  return (standing === 'open' && !!check?.allowed) || (isNo && !!pass?.allowed)
}
