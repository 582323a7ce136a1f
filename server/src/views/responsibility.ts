/** The offices that have a dossier on both sides, where it can go, and which safeguards stand in it. */
import {
  answeredGates,
  type DossierState,
  type Guard,
  gatesOf,
  levelAbove,
  own,
  type Party,
  type Procedure,
} from '@counterpart/casework'
import type { DossierView } from '../http/schema/dossier.ts'
import type { ActCommand } from '../uses/command.ts'
import { facedAt } from '../uses/record/facing.ts'
import type { Look } from './look.ts'

type Responsibility = Pick<DossierView, 'offices' | 'owner' | 'offered' | 'raise'>

export function responsibilityOf(look: Look, procedure: Procedure, state: DossierState): Responsibility {
  const { relation } = look
  const { owner, offered } = state
  return {
    offices: Object.fromEntries(relation.parties.map((party) => [party, state.offices[party] ?? null])),
    owner,
    offered: offered && { by: offered.by, party: offered.party, office: offered.office },
    raise: raiseOf(look, procedure, state),
  }
}

/** Where an officer could raise it to now; `null` where no act of this state does. */
function raiseOf(look: Look, procedure: Procedure, state: DossierState): DossierView['raise'] {
  const isPossible = Object.values(procedure.acts).some(
    (act) => act.raises && act.by !== 'clock' && act.from.includes(state.state),
  )
  const level = isPossible ? levelAbove(procedure, state.level) : null
  if (level === null) return null
  const { ours, theirs } = look.relation
  return { level, ...facedAt(look.node.directory, state, ours, theirs, level) }
}

/** As they stand for one officer: nobody but its author takes a no back. */
export function gatesIn(
  procedure: Procedure,
  state: DossierState,
  ours: Party,
  officer: string,
): DossierView['gates'] {
  return gatesOf(procedure, state).map(({ gate, asked, stands }) => ({
    gate,
    asked,
    answer: stands?.answer ?? 'open',
    by: stands?.by ?? null,
    leaf: stands?.leaf ?? null,
    noes: (own(state.noes, gate) ?? []).map(({ leaf, by, officers }) => ({
      leaf,
      own: by === ours && officers[0] === officer,
    })),
  }))
}

/** What stands before an act, for one officer: whoever answered it, or approved that, neither does the act nor approves it. */
export function guardsFor(
  guards: readonly Guard[],
  ours: Party,
  officer: string,
): DossierView['offers'][number]['guards'] {
  return guards.map(({ gate, stands, asked }) => ({
    gate,
    asked,
    answer: stands?.answer ?? 'open',
    own: stands?.by === ours && stands.officers.includes(officer),
  }))
}

/** Safeguards for which an officer may not approve what they are asked to approve; none of a dossier that cannot be read. */
export async function answeredIn(
  { node, reader, relation }: Look,
  { dossier, act, fields }: Pick<ActCommand, 'dossier' | 'act' | 'fields'>,
  opaqueId: string,
): Promise<string[]> {
  const row = (await reader.dossiersNamed([dossier])).get(dossier)
  const procedure = row && node.procedures.get(row.ahead.digest)?.procedure
  return procedure ? answeredGates(procedure, act, row.ahead, fields, relation.ours, opaqueId) : []
}
