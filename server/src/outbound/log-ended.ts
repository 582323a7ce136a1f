/** The counterpart takes nothing more of our newest log, and this node did not ask where that ends. */
import type { Step } from '@counterpart/protocol'
import { raise } from '../uses/incident.ts'
import type { Node, Relation } from '../uses/relation.ts'

/**
 * Then another copy of this node has asked, or somebody who has its keys of custody: our operators are told, once for each
 * log, for whatever is recorded in it from here on has no effect.
 */
export async function tellEnded(
  node: Node,
  relation: Relation,
  { epoch }: Step,
  error: unknown,
): Promise<void> {
  if ((error as { code?: unknown }).code !== 'epoch-closed') return
  // What is asked of an older log may have been under way when the next began.
  if (relation.renewing || epoch !== relation.epoch) return
  const told = await node.store.read(relation.id, (reader) => reader.incidents(1, ['log-ended']))
  if (told.some(({ detail }) => (detail as { epoch?: unknown }).epoch === epoch)) return
  await node.store.locked(relation.id, (writer) =>
    raise(writer, node.clock(), 'log-ended', { side: relation.ours, epoch }),
  )
  node.events.emit({ kind: 'incident', relation: relation.id })
}
