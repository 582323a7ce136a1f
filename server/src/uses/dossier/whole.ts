/**
 * When an act looks at another dossier, only entries with effect are read there: either side may have filled it with
 * anything. Where the logs contradict each other, as after both sides lost some of theirs, a cut may leave out what
 * such an effect followed from (CUT-4); then everything is read.
 */
import { NodeError } from '../../errors.ts'
import type { Relation } from '../relation.ts'

/** To be called before such a cut is read: from now on everything is read. @throws NodeError, always */
export function contradicted(relation: Relation): never {
  relation.readsWhole = true
  throw new NodeError({ code: 'internal', message: 'logs contradict each other: the whole has to be read' })
}

/** Does `work`, and does it once more where it found out on the way that everything has to be read. */
export async function orWhole<T>(relation: Relation, work: () => Promise<T>): Promise<T> {
  const before = relation.readsWhole
  try {
    return await work()
  } catch (error) {
    if (before || !relation.readsWhole) throw error
    return work()
  }
}
