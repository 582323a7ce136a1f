/** Which dossier an entry belongs to. */
import { type Hex, hex, sha256, utf8 } from '@counterpart/protocol'
import type { Procedure } from '../language/index.ts'
import type { Entry } from './entry.ts'

/** A dossier is called by the leaf hash of its opening entry: nobody can take another's id. */
function openerDossierId(leaf: Hex): Hex {
  return leaf
}

/** The id of the one dossier of its kind in a relation. */
export function singletonId(relation: string, name: string): Hex {
  return hex(sha256(utf8(`counterpart dossier v1\n${relation}\n${name}`)))
}

type OfNoDossier = 'mark' | 'key' | 'epoch' | 'destroyed'

/** Whether an entry is in no dossier. */
export function isOfNoDossier<T extends { kind: string }>(
  entry: T,
): entry is Extract<T, { kind: OfNoDossier }> {
  return ['mark', 'key', 'epoch', 'destroyed'].includes(entry.kind)
}

/** `null` for what is meant for no dossier and what cannot be read. An opening under an unknown digest is a dossier of its own. */
export function dossierOf(
  entry: Pick<Entry, 'leaf' | 'header'>,
  relation: string,
  procedure: (digest: Hex) => Procedure | null,
): Hex | null {
  const { header, leaf } = entry
  if (!header || isOfNoDossier(header)) return null
  if (header.kind !== 'open') return header.dossier
  const declared = procedure(header.procedure)
  return declared?.once ? singletonId(relation, declared.name) : openerDossierId(leaf)
}
