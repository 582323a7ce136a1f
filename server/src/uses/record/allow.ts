import { lacksRestriction, own, permit, RESTRICTION, type Role } from '@counterpart/casework'
import { NodeError } from '../../errors.ts'
import type { ActCommand, OpenCommand } from '../command.ts'
import type { Relation } from '../relation.ts'

/**
 * What the declaration allows to this side, level and role; the node's own permission was asked before. It also refuses
 * an act of the handling H3 that does not say its limits, and a row of a party that is none of the relation's.
 */
export function allow(
  relation: Relation,
  command: OpenCommand | ActCommand,
  procedure: Parameters<typeof permit>[0],
  state: Parameters<typeof permit>[1],
): void {
  const { office, level, roles } = command.author
  const acting = { side: relation.ours, office, level, roles: roles as Role[] }
  // Whoever decides above the dossier's level says at which level: it has to be the officer's own.
  const at = command.fields['decided-at']
  if (at !== undefined && at !== level) throw new NodeError({ code: 'wrong-level' })
  const permitted = permit(procedure, state, acting, command.act, relation.parties)
  if (permitted.allowed) {
    const foreign = foreignParty(procedure, command.fields, relation.parties)
    if (foreign !== null)
      throw new NodeError({ code: 'bad-fields', path: `/fields/${foreign}`, message: 'no-party' })
    if (!lacksRestriction(procedure, command.act, command.handling, command.fields)) return
    throw new NodeError({ code: 'bad-fields', path: `/fields/${RESTRICTION}`, message: 'missing-field' })
  }
  const { code } = permitted
  if (code === 'wrong-role' || code === 'clock-only' || code === 'no-approval')
    throw new NodeError({ code: 'not-allowed', message: code })
  throw new NodeError({ code })
}

/** Where a row names as its party somebody who is none: what is agreed of that party would take the place of one that is. */
function foreignParty(
  { fields }: Parameters<typeof permit>[0],
  values: Readonly<Record<string, unknown>>,
  parties: readonly string[],
): string | null {
  for (const [name, value] of Object.entries(values)) {
    const field = own(fields, name)
    if (field?.kind !== 'list' || field.row.party?.kind !== 'line' || !Array.isArray(value)) continue
    const at = value.findIndex((row: { party?: unknown } | null) => {
      const party = row?.party
      return typeof party === 'string' && !parties.includes(party)
    })
    if (at >= 0) return `${name}/${at}/party`
  }
  return null
}
