/** How far each log is held by the side that does not write it. */
import { type NoteKeys, type NoteSigner, ProtocolError, verifyCosignature } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { DossierView } from '../http/schema/dossier.ts'
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
  const keys = own ? relation.theirCustody : publicOf(relation.custody)
  try {
    const { time } = verifyCosignature(last.note, last.cosignature, keys, node.verifier)
    return { size, cosigned: last.size, at: time }
  } catch (cause) {
    if (cause instanceof ProtocolError) throw new NodeError({ code: 'entry-damaged', cause })
    throw cause
  }
}

export function publicOf({ name, ed25519, mlDsa44 }: NoteSigner): NoteKeys {
  return { name, ed25519: ed25519.publicKey, mlDsa44: mlDsa44.publicKey }
}
