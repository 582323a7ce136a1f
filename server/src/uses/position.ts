/** Where a dossier stood when a page showed it. */
import type { DossierState } from '@counterpart/casework'
import { canonicalJson, hex, sha256, utf8 } from '@counterpart/protocol'
import type { Reader } from '../store/store.ts'
import { withoutCopies } from './without-copies.ts'

/**
 * Changes with every act that has effect in the dossier, ours on their way included, and with what is stayed or recalled
 * in it; not with what settling alone brings, so that a receipt between two acts of one officer turns nobody away.
 *
 * @param retentions how many entries of it stay or recall something
 */
export function positionOf(state: DossierState, retentions: number): string {
  const done = Object.entries(state.current).map(([act, { leaf, count }]) => [act, leaf, count])
  return hex(sha256(utf8(canonicalJson([state.state, done.sort(), retentions])))).slice(0, 24)
}

/** Where it stands now; `null` for one that is not here. @throws NodeError `entry-damaged` */
export async function standsAt(
  reader: Pick<Reader, 'dossier' | 'dossierEntries'>,
  dossier: string,
): Promise<string | null> {
  const row = await reader.dossier(dossier)
  if (row === null) return null
  const entries = withoutCopies(await reader.dossierEntries(dossier))
  return positionOf(row.ahead, entries.filter(({ kind }) => isRetention(kind)).length)
}

/** What changes what can be read of a dossier, and no state of it. */
export function isRetention(kind: string | undefined): boolean {
  return kind === 'stay' || kind === 'recall'
}
