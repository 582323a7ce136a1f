/** How far each log is held by the side that does not write it. */
import { verifyCosignatureAt } from '@counterpart/protocol'
import type { DossierView } from '../http/schema/dossier.ts'
import { asSigned, keysOfLog } from '../uses/log/signed.ts'
import type { Look } from './look.ts'

type Custody = DossierView['proof']['ours']

/**
 * How much of a log there is, how much of it the other side has signed for, and when.
 *
 * @throws NodeError `entry-damaged` when the stored receipt is no longer what was signed
 */
export async function custodyOf(look: Look, side: string): Promise<Custody> {
  const { relation, reader, heads, node } = look
  const own = side === relation.ours
  const last = await reader.lastCheckpoint(side, true)
  const size = own ? heads.ours.size : heads.theirs.size
  if (!last?.cosignature) return { size, cosigned: 0, at: null }
  const { note, cosignature } = last
  const { custody } = keysOfLog(relation, side, last.size)
  const { time } = asSigned(() => verifyCosignatureAt(note, cosignature, custody, node.verifier))
  return { size, cosigned: last.size, at: time }
}
