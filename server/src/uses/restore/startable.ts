/** What two operators cannot say away: why this node does not go on, whatever they know. */
import type { NodeCode } from '../../errors.ts'
import { isBehind, type Water } from '../../store/files/high-water.ts'
import { isUnreadable, type LogHead, type Reader } from '../../store/store.ts'
import { type IncidentCode, raise } from '../incident.ts'
import { compareKept } from '../log/kept-head.ts'
import type { Node, Relation } from '../relation.ts'

export type StartBlock = Extract<NodeCode, 'restored' | 'log-begun' | 'given-differs'>

/** `null` when it is for two operators to say. */
export async function startBlock(node: Node, relation: Relation, reader: Reader): Promise<StartBlock | null> {
  if (await isContradicted(node, relation, reader)) return 'given-differs'
  if (relation.restored !== 'unheard' || relation.start !== 'waiting') return null
  return (await isBegunElsewhere(relation, reader)) ? 'log-begun' : 'restored'
}

export interface Older extends Water {
  by: 'counterpart' | 'high-water' | 'itself'
}

/** Who knows that this node is an older copy, and how far it once was: operators are told of nothing that nobody said. */
export function olderBy({ water }: Node, relation: Relation, ours: LogHead): Older | null {
  if (relation.start !== 'rolled-back') return null
  const { epoch } = ours
  const stated = relation.stated?.theirs ?? 0
  if (stated > ours.size) return { by: 'counterpart', epoch, size: stated }
  const mark = water?.last(relation.id) ?? null
  if (mark !== null && isBehind(ours, mark)) return { by: 'high-water', ...mark }
  return { by: 'itself', epoch, size: relation.grown }
}

/** Our keys signed for this log, and this database holds nothing of it: its first index may be used. */
async function isBegunElsewhere({ ring }: Relation, reader: Reader): Promise<boolean> {
  return ring?.begun === true && (await reader.heads()).ours.size === 0
}

/** Said on record, too, so that what is put into the database later does not make a node forget it. */
export async function findBegun(node: Node, relation: Relation): Promise<void> {
  if (!(await node.store.read(relation.id, (reader) => isBegunElsewhere(relation, reader)))) return
  const detail = { side: relation.ours, log: relation.log.name }
  await node.store.locked(relation.id, (writer) =>
    raise(writer, node.clock(), 'log-begun' satisfies IncidentCode, detail),
  )
}

/**
 * Whether what was given back since our log last began, or a head that was kept elsewhere, still contradicts what is
 * here. Looked at anew each time: it ends when the rest was given as it was signed, and by nothing that is said of it.
 */
export async function isContradicted(node: Node, relation: Relation, reader: Reader): Promise<boolean> {
  const codes: IncidentCode[] = ['given-differs', 'epoch-begun']
  const { ours, theirs } = await reader.heads()
  for (const incident of await reader.incidents(Number.MAX_SAFE_INTEGER, codes)) {
    const { code, detail } = incident
    if (code === 'epoch-begun') {
      if ((detail as { side?: string }).side === relation.ours) return false
      continue
    }
    if (isUnreadable(incident)) return true
    const { kept, log, start = 0 } = detail as { kept?: string; log?: string; start?: number }
    if (kept !== undefined) {
      const compared = await compareKept(node, relation, kept, reader)
      if (compared !== null && compared.outcome !== 'same') return true
      continue
    }
    const [held, stated] =
      log === relation.ours ? [ours.size, relation.stated?.theirs] : [theirs.size, relation.stated?.ours]
    // Where it signed, when it was asked, that there is nothing behind it, nothing was given that is missing.
    if (held <= start && (stated === undefined || stated > start)) return true
  }
  return false
}
