/** Receipts are given in the order of their times, whatever the clock says; a change of custody is dated among them (KEYS-4). */
import { verifyCosignatureAt } from '@counterpart/protocol'
import type { Reader } from '../../store/store.ts'
import { orDamaged } from '../damage.ts'
import { asSigned } from '../log/signed.ts'
import type { Node, Relation } from '../relation.ts'

/** Whole seconds; 0 before the first. @throws NodeError `entry-damaged` */
export async function lastReceipt(
  node: Node,
  { keyed, theirs }: Relation,
  reader: Pick<Reader, 'lastCheckpoint'>,
): Promise<number> {
  const last = await reader.lastCheckpoint(theirs, true)
  if (!last?.cosignature) return 0
  const { note, cosignature } = last
  return asSigned(() => verifyCosignatureAt(note, cosignature, keyed.ours.custody, node.verifier)).time
}

/** The time of the next receipt, which a mark of the same transaction shares. `least`: the time of our last entry. */
export function nextReceipt(relation: Relation, now: number, least: number): number {
  relation.receipt = Math.max(now, least, relation.receipt)
  return relation.receipt
}

/** Reads the time of our last receipt after a start. */
export async function recallReceipt(node: Node, relation: Relation): Promise<void> {
  const last = node.store.read(relation.id, (reader) => lastReceipt(node, relation, reader))
  // This damage is reported and mended where the receipt is sent again.
  relation.receipt = (await orDamaged(last)) ?? 0
}
