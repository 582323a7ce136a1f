/** Where a dossier stood when a page showed it. */
import type { DossierState } from '@counterpart/casework'
import { canonicalJson, hex, sha256, utf8 } from '@counterpart/protocol'

/**
 * Changes with every act that has effect in the dossier, ours on their way included; not with what
 * settling alone brings, so that a receipt between two acts of one officer turns nobody away.
 */
export function positionOf(state: DossierState): string {
  const done = Object.entries(state.current).map(([act, { leaf, count }]) => [act, leaf, count])
  return hex(sha256(utf8(canonicalJson([state.state, done.sort()])))).slice(0, 24)
}
