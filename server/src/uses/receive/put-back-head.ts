/** Puts a signed head of theirs back where the stored one is damaged: nobody else may have it. */
import type { Step } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { Writer } from '../../store/store.ts'
import { epochEnding } from '../log/chain.ts'
import { checkSigned } from '../log/signed.ts'
import type { Node, Relation } from '../relation.ts'

/** `step`: its entries are all held, and its head was verified and has the root of our own tree. */
export async function putBackHead(
  node: Node,
  relation: Relation,
  { start, entries, checkpoint: note }: Step,
  writer: Writer,
): Promise<void> {
  if (note === null) return
  const side = relation.theirs
  const size = start + entries.length
  const row = await writer.checkpointFrom(side, size)
  if (row?.size !== size || row.note === note) return
  try {
    checkSigned(node, relation, { ...row, cosignature: null })
  } catch (error) {
    if (!(error instanceof NodeError) || error.code !== 'entry-damaged') throw error
    await writer.mendCheckpoint(
      { side, size, note, cosignature: null },
      epochEnding(relation, side, size).number,
    )
  }
}
