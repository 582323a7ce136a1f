/** One write of a relation, under its lock; and why it was last refused, for as long as that is so. */
import { type NodeCode, NodeError } from '../errors.ts'
import type { Writer } from '../store/store.ts'
import { damageIn, reportDamage } from './damage.ts'
import type { Node, Relation } from './relation.ts'

/** What does not pass by itself: somebody has to see to it. */
const LASTING: readonly string[] = [
  'disk-full',
  'database-denied',
  'database-damaged',
  'entry-damaged',
  'dossier-too-large',
  'signer-failed',
]

/**
 * A commit of which nobody knows is made again: what it kept is then passed over as held, and each request
 * that was kept finds its own answer.
 */
export async function write<T>(
  node: Node,
  relation: Relation,
  work: (writer: Writer) => Promise<T>,
  hasWritten: (result: T) => boolean,
): Promise<T> {
  const once = () => node.store.locked(relation.id, work)
  let again = false
  try {
    const result = await once().catch((error: unknown) => {
      if (!(error instanceof NodeError && error.unknown)) throw error
      again = true
      return once()
    })
    // One that came as far as to its commit was refused by nothing before it.
    if (again || hasWritten(result)) tell(node, relation, null)
    return result
  } catch (error) {
    await refusedBy(node, relation, error)
    throw error
  }
}

/** Keeps what is to be told of an error of the store. */
export async function refusedBy(node: Node, relation: Relation, error: unknown): Promise<void> {
  if (error instanceof NodeError && LASTING.includes(error.code)) tell(node, relation, error)
  await reportDamage(node, relation, [damageIn(error)])
}

/** What was refused for this reason would be taken now, though nothing was written. */
export function taken(node: Node, relation: Relation, refusal: NodeCode): void {
  if (relation.refusal === refusal) tell(node, relation, null)
}

function tell(node: Node, relation: Relation, error: NodeError | null): void {
  const refusal = error?.code ?? null
  if (relation.refusal === refusal) return
  relation.refusal = refusal
  node.events.emit({ kind: 'line', relation: relation.id })
  if (error) node.events.emit({ kind: 'refused', relation: relation.id, error })
}
