/** Why this node does not go on, where the word of two operators is not enough. */
import type { NodeCode } from '../../errors.ts'
import { isBehind, type Water } from '../../store/files/high-water.ts'
import { isUnreadable, type LogHead, type Reader } from '../../store/store.ts'
import { type IncidentCode, raise } from '../incident.ts'
import type { Node, Relation } from '../relation.ts'
import { compareKept } from './kept-head.ts'

export type StartBlock = Extract<NodeCode, 'restored' | 'log-begun' | 'given-differs'>

/** `null` where two operators may let it go on. */
export async function startBlock(node: Node, relation: Relation, reader: Reader): Promise<StartBlock | null> {
  if (await isContradicted(node, relation, reader)) return 'given-differs'
  if (relation.restored !== 'unheard' || relation.start !== 'waiting') return null
  return (await isBegunElsewhere(relation, reader)) ? 'log-begun' : 'restored'
}

export interface Older extends Water {
  by: 'counterpart' | 'high-water' | 'itself'
}

/**
 * The source that shows this node to be an older copy (the counterpart, the high-water file, or what this run has
 * seen), and the size it showed. Operators are told of nothing else.
 */
export function olderBy({ water }: Node, relation: Relation, ours: LogHead): Older | null {
  if (relation.start !== 'rolled-back') return null
  const { epoch } = ours
  const stated = relation.stated?.theirs ?? 0
  if (stated > ours.size) return { by: 'counterpart', epoch, size: stated }
  const mark = water?.last(relation.id) ?? null
  if (mark !== null && isBehind(ours, mark)) return { by: 'high-water', ...mark }
  return { by: 'itself', epoch, size: relation.grown }
}

/** Whether our keys have signed entries of this log and the database holds none: its first index may be used already. */
async function isBegunElsewhere({ ring }: Relation, reader: Reader): Promise<boolean> {
  return ring?.begun === true && (await reader.heads()).ours.size === 0
}

/** Puts that on record, so that entries which come into the database later do not make the node forget it. */
export async function findBegun(node: Node, relation: Relation): Promise<void> {
  if (!(await node.store.read(relation.id, (reader) => isBegunElsewhere(relation, reader)))) return
  const detail = { side: relation.ours, log: relation.log.name }
  await node.store.locked(relation.id, (writer) =>
    raise(writer, node.clock(), 'log-begun' satisfies IncidentCode, detail),
  )
}

/**
 * Whether something still contradicts what is here: what was given back since our log last began, or a head that was
 * kept elsewhere. It is compared anew each time, and ends only when the rest was given as it was signed.
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
    // The giver's last statement may say that there is nothing behind this place: then nothing is missing.
    if (held <= start && (stated === undefined || stated > start)) return true
  }
  return false
}
