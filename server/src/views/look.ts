/** One look at one relation: everything in it is read from the same snapshot of the store. */
import type { DossierState, Procedure } from '@counterpart/casework'
import { NodeError } from '../errors.ts'
import type { Heads, Reader } from '../store/store.ts'
import { type Damage, damageIn, reportDamage } from '../uses/damage.ts'
import type { Node, Relation } from '../uses/relation.ts'
import { isWithheld, withheld } from './withheld.ts'

export interface Look {
  node: Node
  relation: Relation
  reader: Reader
  heads: Heads
  /** Entries of our own log that the other side has cosigned. */
  cosigned: number
  /** What could not be read and is shown as damaged; told when the look is over. */
  damages: Damage[]
}

export async function look<T>(node: Node, relation: Relation, work: (look: Look) => Promise<T>): Promise<T> {
  const damages: Damage[] = []
  try {
    return await node.store.read(relation.id, async (whole) => {
      const reader = isWithheld(relation) ? withheld(whole) : whole
      const heads = await reader.heads()
      const last = await reader.lastCheckpoint(relation.ours, true)
      return work({ node, relation, reader, heads, cosigned: last?.size ?? 0, damages })
    })
  } catch (error) {
    damages.push(...[damageIn(error)].filter((one) => one !== null))
    throw error
  } finally {
    await reportDamage(node, relation, damages)
  }
}

/**
 * The first relation in which something is found; `null` when it is in none. One that knows the leaf and nothing beside it
 * hides none of the others: what was written before headers named their relation may stand in the logs of two.
 */
export async function findIn<T>(node: Node, find: (look: Look) => Promise<T | null>): Promise<T | null> {
  for (const relation of node.relations.values()) {
    const found = await look(node, relation, find).catch(orNull)
    if (found !== null) return found
  }
  return null
}

function orNull(error: unknown): null {
  if (error instanceof NodeError && error.code === 'not-found') return null
  throw error
}

/** @throws NodeError `unknown-relation` */
export function relationNamed(node: Node, id: string): Relation {
  const relation = node.relations.get(id)
  if (!relation) throw new NodeError({ code: 'unknown-relation' })
  return relation
}

type Declared = { ahead: Pick<DossierState, 'digest'> }

/** A dossier is shown only under a declaration that this node holds. */
export function declarationOf(node: Node, row: Declared): Procedure {
  const held = heldDeclaration(node, row)
  if (!held) throw new NodeError({ code: 'internal', message: 'a dossier is kept under a lost declaration' })
  return held
}

/** `null` where this version has another one in its place: a list names such a dossier, and shows the rest. */
export function heldDeclaration(node: Node, row: Declared): Procedure | null {
  return node.procedures.get(row.ahead.digest)?.procedure ?? null
}
