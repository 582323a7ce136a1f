/** What is found to be damaged here is told to this node's operators, and to nobody else. */
import { canonicalJson } from '@counterpart/protocol'
import { type NodeCode, NodeError } from '../errors.ts'
import { raise } from './incident.ts'
import type { Node, Relation } from './relation.ts'

/** What was found, and where in the relation as far as it is known. */
export interface Damage {
  what: string
  dossier?: string
  side?: string
  index?: number
  draft?: string
}

/** What keeps one dossier, or one entry, from being read, and nothing else. */
const APART = ['entry-damaged', 'dossier-too-large'] as const satisfies readonly NodeCode[]

/** `null` for an error that is about something else. */
export function damageIn(error: unknown): Damage | null {
  return error instanceof NodeError && APART.some((code) => code === error.code)
    ? { what: error.message }
    : null
}

/**
 * Once for each, however often it is looked at. Never rejects: what led here is the error to be answered with.
 * Not to be called under the relation's lock.
 */
export async function reportDamage(
  node: Node,
  relation: Relation,
  found: readonly (Damage | null)[],
): Promise<void> {
  for (const damage of found) {
    const name = canonicalJson({ ...damage })
    if (damage === null || relation.damages.has(name)) continue
    relation.damages.add(name)
    try {
      await node.store.locked(relation.id, (writer) =>
        raise(writer, node.clock(), 'entry-damaged', { ...damage }),
      )
      node.events.emit({ kind: 'incident', relation: relation.id })
    } catch {
      relation.damages.delete(name)
    }
  }
}
