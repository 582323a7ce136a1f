/** A dossier is looked at again no later than something in it ends. */
import { DAY } from '@counterpart/casework/civil'
import type { Falling } from '../store/retention.ts'
import { ANEW } from '../store/retention.ts'
import type { Reader } from '../store/store.ts'
import { orDamaged } from '../uses/damage.ts'
import { fallingOf } from '../uses/retention/destroy.ts'
import type { Found, Scrubbed } from './finding.ts'

export async function checkFalling(
  { node, relation }: Scrubbed,
  reader: Reader,
  dossiers: readonly string[],
  found: Found,
): Promise<void> {
  if (relation.start !== 'confirmed') return
  const stored = await reader.storedFalling([...dossiers])
  for (const dossier of dossiers) {
    const kept = stored.get(dossier)
    // Where both sides see a dossier differently, the stored day depends on when it was looked at, and is not compared.
    if (kept?.at === ANEW.at || relation.diverged.has(dossier)) continue
    const ends = await orDamaged(fallingOf(node, relation, reader, dossier))
    if (ends && isLate(kept, ends, node.clock() + DAY)) found({ what: 'falling', dossier })
  }
}

/**
 * Looked at too early, a dossier is put back to when something in it ends. `soon`: what waits for an entry of ours, by which it
 * may be over sooner, is looked at again within a day, and not when that entry is written (RETENTION-15).
 */
function isLate(kept: Falling | undefined, ends: Falling, soon: number): boolean {
  if (!kept || kept.at > Math.max(ends.at, soon)) return true
  return ends.recalled !== null && (kept.recalled === null || kept.recalled > ends.recalled)
}
