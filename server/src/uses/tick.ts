/** What time alone causes: a silent line counts as down, and the keeper's node writes what is due. */
import { randomUUID } from 'node:crypto'
import { NodeError } from '../errors.ts'
import { damageIn } from './damage.ts'
import { heldCode } from './held.ts'
import { careForKeys } from './keys/key-care.ts'
import { probe } from './probe.ts'
import { settleAnnounced } from './receive/hear-announced.ts'
import { record } from './record/record.ts'
import type { Node, Relation } from './relation.ts'
import { destroyDue } from './retention/destroy.ts'
import { destroyAgain } from './retention/destroy-again.ts'

/** A line that was up and is silent for so long counts as down, whatever the last attempt said. Seconds. */
const SILENT = 90
/** Acts of the clock that one tick writes; the others come with the next. */
const AT_ONCE = 50

/** Everything has its turn, also behind something that failed. @throws the first error, afterwards */
export async function tick(node: Node, relation: Relation): Promise<void> {
  listen(node, relation)
  const failed: unknown[] = []
  for (const due of [careForKeys, wake, settleAnnounced, destroyAnew, destroyDue, probe])
    await due(node, relation).catch((error: unknown) => failed.push(error))
  if (failed.length > 0) throw failed[0]
}

async function destroyAnew(node: Node, relation: Relation): Promise<void> {
  if (relation.restored !== 'no') await destroyAgain(node, relation)
}

function listen(node: Node, relation: Relation): void {
  const { line } = relation
  const now = node.clock()
  if (line.state !== 'up' || line.lastHeard === null || now - line.lastHeard < SILENT) return
  line.state = 'down'
  line.since = now
  line.held ??= 'line-down'
  node.events.emit({ kind: 'line', relation: relation.id })
}

/**
 * Only dossiers that we keep are found here: the other side's clock acts are the other node's to write. Those
 * in which nothing could be written come last, so that no number of them keeps others waiting.
 */
async function wake(node: Node, relation: Relation): Promise<void> {
  const now = node.clock()
  const { unwoken } = relation
  const most = AT_ONCE + unwoken.size
  const ids = await node.store.read<string[]>(relation.id, async (reader) => {
    const { ours } = await reader.heads()
    relation.line.written = ours.time
    if (heldCode(node, relation, ours.time)) return []
    return reader.waking(now - waitsFor(relation), most)
  })
  if (ids.length < most) for (const id of unwoken) if (!ids.includes(id)) unwoken.delete(id)
  const [again, first] = [ids.filter((id) => unwoken.has(id)), ids.filter((id) => !unwoken.has(id))]
  const chosen = [...first, ...again].slice(0, AT_ONCE)
  await Promise.all(chosen.map((dossier) => writeClock(node, relation, dossier)))
}

/**
 * What they did in time may still be on its way, and an open line lets it be taken in first. How much is waiting is
 * only their word (SYNC-6), so no deadline waits longer than clocks may differ. Seconds.
 */
function waitsFor({ line, tolerance }: Relation): number {
  return line.state === 'up' && line.theirs.waiting > 0 ? tolerance : 0
}

/** Writes the act of the clock, unless it is not due any more because somebody acted since. */
async function writeClock(node: Node, relation: Relation, dossier: string): Promise<void> {
  try {
    await record(node, relation, { kind: 'clock', request: randomUUID(), dossier })
    relation.unwoken.delete(dossier)
  } catch (error) {
    if (!(error instanceof NodeError) || (error.status >= 500 && !damageIn(error))) throw error
    relation.unwoken.add(dossier)
  }
}
