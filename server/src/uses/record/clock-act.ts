import { type DossierState, isOfficeOf, levelAbove, type Procedure, wakeOf } from '@counterpart/casework'
import type { ActCommand } from '../command.ts'
import type { Node, Relation } from '../relation.ts'
import { facedAt } from './facing.ts'

/** Stands in the place of an officer: no person acted. */
const CLOCK = 'clock'

/** The act that time alone causes in a dossier now; `null` when none is due. */
export function clockAct(
  node: Node,
  relation: Relation,
  procedure: Procedure,
  state: DossierState,
  now: number,
  request: string,
): ActCommand | null {
  const wake = wakeOf(procedure, state)
  if (!wake || wake.at > now) return null
  const named = state.offices[relation.ours]
  // The other side may have said which office of ours has it, and may have said anything.
  const office = named && isOfficeOf(relation.ours, named) ? named : `${relation.ours}-${CLOCK}`
  return {
    kind: 'act',
    request,
    author: { office, officer: CLOCK, level: state.level ?? 'gate', roles: [] },
    dossier: state.id,
    act: wake.act,
    fields: procedure.acts[wake.act]?.raises ? raised(node, relation, procedure, state) : {},
    position: null,
  }
}

function raised(
  node: Node,
  relation: Relation,
  procedure: Procedure,
  state: DossierState,
): Record<string, unknown> {
  const level = levelAbove(procedure, state.level)
  if (level === null) return {}
  const { ours, theirs } = facedAt(node.directory, state, relation.ours, relation.theirs, level)
  return {
    'raised-to': level,
    ...(ours === null ? {} : { 'our-office': ours }),
    ...(theirs === null ? {} : { 'their-office': theirs }),
  }
}
