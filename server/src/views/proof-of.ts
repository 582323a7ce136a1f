/** Proofs of one entry, as they are saved. */
import { utf8 } from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { Download } from '../http/ports.ts'
import type { EntryRow, StampRow } from '../store/store.ts'
import { proofOf, proofUnder } from '../uses/log/entry-proof.ts'
import type { Look } from './look.ts'

/**
 * Under a checkpoint that witnesses signed too: it may be a day older, and nobody who is not of the two sides
 * could have been asked to sign another past.
 *
 * @throws NodeError `not-witnessed`, `entry-damaged`
 */
async function witnessedProofOf(look: Look, row: EntryRow): Promise<string> {
  const { reader, relation } = look
  const witnessed = row.side === relation.ours ? await reader.witnessedFrom(row.index + 1) : []
  const checkpoint = witnessed[0] ? await reader.checkpointFrom(row.side, witnessed[0].size, true) : null
  if (!checkpoint?.cosignature || checkpoint.size !== witnessed[0]?.size)
    throw new NodeError({ code: 'not-witnessed' })
  const { cosignature } = checkpoint
  return proofUnder(look, row, checkpoint, [cosignature, ...witnessed.map(({ lines }) => lines)].join(''))
}

/** Under the checkpoint that was stamped: what the stamp's hash is of stands after the proof's first blank line. */
async function stampedProofOf(look: Look, row: EntryRow): Promise<string> {
  const { size } = await stampOf(look, row)
  const checkpoint = await look.reader.checkpointFrom(row.side, size, true)
  if (!checkpoint?.cosignature || checkpoint.size !== size) throw new NodeError({ code: 'not-stamped' })
  return proofUnder(look, row, checkpoint, checkpoint.cosignature)
}

/** @throws NodeError `not-stamped` */
async function stampOf({ reader, relation }: Look, row: EntryRow): Promise<StampRow> {
  const stamp = row.side === relation.ours ? await reader.stampFrom(row.index + 1) : null
  if (!stamp) throw new NodeError({ code: 'not-stamped' })
  return stamp
}

export async function stampFile(look: Look, row: EntryRow): Promise<Download> {
  return { name: `${row.side}-${row.index}.tsr`, bytes: (await stampOf(look, row)).token }
}

const MADE = { proof: proofOf, witnessed: witnessedProofOf, stamped: stampedProofOf }
export type ProofOf = keyof typeof MADE

export async function proofFile(look: Look, row: EntryRow, of: ProofOf): Promise<Download> {
  const proof = await MADE[of](look, row)
  return { name: `${row.side}-${row.index}.tlog-proof`, bytes: utf8(proof) }
}
