/** What must hold of responsibility and levels in every dossier and over every act. */
import { type Act, LEVELS, type Level } from '../language/index.ts'
import type { DossierState } from '../run/entry.ts'
import { PARTIES } from './moves.ts'

/** The same for dossiers with the same level, owner and offer. */
export function responsibilityKey({ level, owner, offered }: DossierState): string {
  const offer = offered ? `${offered.by} ${offered.party} ${offered.office}` : ''
  return [level, owner.party, owner.office, offer].join()
}

/** Exactly one side is responsible, and whoever is offered it does not have it. */
export function hasOneOwner({ owner, offered }: DossierState): boolean {
  if (PARTIES.filter((party) => party === owner.party).length !== 1) return false
  return !offered || offered.party !== owner.party || offered.office !== owner.office
}

/** Responsibility moves by being taken alone, to whom it was offered; a level only rises. */
export function movesRightly(act: Act, before: DossierState, after: DossierState): boolean {
  const rank = (level: Level | null) => (level === null ? -1 : LEVELS.indexOf(level))
  if (rank(after.level) < rank(before.level) || (act.raises && rank(after.level) <= rank(before.level)))
    return false
  const moved = after.owner.party !== before.owner.party || after.owner.office !== before.owner.office
  if (act.owner !== 'takes') return !moved
  return before.offered?.party === after.owner.party && after.offered === null
}
