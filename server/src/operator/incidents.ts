/** Incidents with all that they say, for whoever runs the node: the pages name no more than their codes. */
import { type Static, Type } from 'typebox'
import { NodeError } from '../errors.ts'
import { INCIDENT_CODES, newestIncidents } from '../uses/incident.ts'
import type { Node } from '../uses/relation.ts'

export const Incident = Type.Object({
  relation: Type.String(),
  /** Seconds UTC. */
  at: Type.Integer(),
  code: Type.String(),
  detail: Type.Unknown(),
})
export type Incident = Static<typeof Incident>

const MOST = 100

/**
 * The newest first. `code`: those of this one alone; `null` for all of them, with the newest of each kind however old.
 * @throws NodeError `bad-value` for no code of an incident
 */
export async function listIncidents(node: Node, code: string | null): Promise<Incident[]> {
  const known = INCIDENT_CODES.find((one) => one === code)
  if (code !== null && known === undefined)
    throw new NodeError({ code: 'bad-value', message: `${code} is the code of no incident` })
  const found = await Promise.all(
    [...node.relations.keys()].map(async (relation) => {
      const rows = await node.store.read(relation, (reader) =>
        known === undefined ? newestIncidents(reader, MOST) : reader.incidents(MOST, [known]),
      )
      return rows.map(({ at, code: one, detail }) => ({ relation, at, code: one, detail }))
    }),
  )
  return found.flat().sort((a, b) => b.at - a.at)
}
