/** What cannot be read here, damaged or too large, is told to this node's operators, and to nobody else. */
import { canonicalJson } from '@counterpart/protocol'
import { type NodeCode, NodeError } from '../errors.ts'
import { type IncidentCode, raise } from './incident.ts'
import type { Node, Relation } from './relation.ts'

/** Failures that keep one dossier or one entry from being read, or from being judged, and nothing else. */
export const APART = [
  'entry-damaged',
  'dossier-too-large',
  'opening-missing',
] as const satisfies readonly (NodeCode & IncidentCode)[]

/** What was found, and where in the relation as far as it is known. */
export interface Damage {
  /** `entry-damaged` where it is absent. */
  code?: (typeof APART)[number]
  what: string
  dossier?: string
  side?: string
  index?: number
  draft?: string
  upload?: string
}

/** `null` for an error that is about something else. `dossier`: the one that was read. */
export function damageIn(error: unknown, dossier?: string): Damage | null {
  if (!(error instanceof NodeError)) return null
  const code = APART.find((one) => one === error.code)
  return code ? { code, what: error.message, ...(dossier !== undefined && { dossier }) } : null
}

/** `null` for what is damaged or too large: the rest is read without it. @throws what is wrong with more than that */
export async function orDamaged<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read
  } catch (error) {
    if (damageIn(error)) return null
    throw error
  }
}

/** Whether more was asked for than is read at once: in smaller pieces, or without it, work goes on. */
export function isTooLarge(error: unknown): boolean {
  return damageIn(error)?.code === 'dossier-too-large'
}

/**
 * Tells each damage once, however often it is found. Never rejects, for the caller has an error of its own to answer
 * with. Not to be called under the relation's lock.
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
    const { code = 'entry-damaged', ...detail } = damage
    try {
      await node.store.locked(relation.id, (writer) => raise(writer, node.clock(), code, detail))
      node.events.emit({ kind: 'incident', relation: relation.id })
    } catch {
      relation.damages.delete(name)
    }
  }
}
