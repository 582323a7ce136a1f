/** The declarations that a node was started with, by digest. */
import { dossierOf, type Procedure } from '@counterpart/casework'
import type { Header, Hex } from '@counterpart/protocol'
import type { Node, Relation } from './relation.ts'

export function procedureIn(node: Node): (digest: Hex) => Procedure | null {
  return (digest) => node.procedures.get(digest)?.procedure ?? null
}

/** Finds the dossier that an entry of this relation belongs to; `null` for marks and for what cannot be read. */
export function dossierIn(node: Node, relation: Relation): (header: Header | null, leaf: Hex) => Hex | null {
  const procedure = procedureIn(node)
  return (header, leaf) => dossierOf({ header, leaf }, relation.id, procedure)
}
