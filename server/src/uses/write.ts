/** One write of a relation, under its lock. It also keeps why writes were last refused, as long as that lasts. */
import { type NodeCode, NodeError } from '../errors.ts'
import type { Writer } from '../store/store.ts'
import { damageIn, reportDamage } from './damage.ts'
import type { Node, Relation } from './relation.ts'

/** Refusals that do not pass by themselves: somebody has to see to them. */
const LASTING: readonly string[] = [
  'disk-full',
  'database-denied',
  'database-damaged',
  'entry-damaged',
  'dossier-too-large',
  'signer-failed',
]

/**
 * A commit whose outcome is not known is made again: entries that it did store are then passed over as held, and each
 * request finds its own answer.
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
    // A transaction that came as far as its commit was refused by nothing before it.
    if (again || hasWritten(result)) tell(node, relation, null)
    return result
  } catch (error) {
    await refusedBy(node, relation, error)
    throw error
  }
}

/** Notes an error of the store that has to be told. */
export async function refusedBy(node: Node, relation: Relation, error: unknown): Promise<void> {
  if (error instanceof NodeError && LASTING.includes(error.code)) tell(node, relation, error)
  await reportDamage(node, relation, [damageIn(error)])
}

/** Notes that a write would succeed again, though nothing was written. */
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
