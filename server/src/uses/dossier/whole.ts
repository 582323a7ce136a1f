/**
 * Of what acts look at outside their dossier only that is read which had effect: either side may have filled it with
 * anything. Where logs contradict each other, as after both sides lost some of theirs, a cut may leave out what that
 * followed from (CUT-4); then all of it is read.
 */
import { NodeError } from '../../errors.ts'
import type { Relation } from '../relation.ts'

/** Called before such a cut is read. @throws NodeError unless everything was read */
export function contradicted(relation: Relation): never {
  relation.readsWhole = true
  throw new NodeError({ code: 'internal', message: 'logs contradict each other: the whole has to be read' })
}

/** Once more, where it was only now found that the whole has to be read. */
export async function orWhole<T>(relation: Relation, work: () => Promise<T>): Promise<T> {
  const before = relation.readsWhole
  try {
    return await work()
  } catch (error) {
    if (before || !relation.readsWhole) throw error
    return work()
  }
}
