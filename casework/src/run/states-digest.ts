import { canonicalJson, type Hex, hex, sha256, utf8 } from '@counterpart/protocol'
import type { DossierState } from './entry.ts'

/** One digest over the settled states of dossiers, whatever the order they are given in. */
export function statesDigest(states: readonly DossierState[]): Hex {
  const sorted = states.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  return hex(sha256(utf8(canonicalJson(sorted))))
}
