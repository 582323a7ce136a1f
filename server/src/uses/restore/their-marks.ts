/**
 * Compares marks of the other side that came while nothing was signed here, and were only held. Whoever states another outcome
 * than follows from the logs, or another root, has to be found out all the same (MARK-7), and before the next log begins:
 * nobody acts any more in the dossiers that are concerned. What our own log has seen was compared when it came, by the rules of
 * that time: compared again after an upgrade, an honest mark would be one that lies.
 */
import type { Hex } from '@counterpart/protocol'
import type { Reader } from '../../store/store.ts'
import { type Differing, tellDiffering } from '../dossier/differing.ts'
import { orWhole } from '../dossier/whole.ts'
import type { Node, Relation } from '../relation.ts'
import { differingMarks } from './compared-marks.ts'

/** How many of their entries there are, while our newest log is `epoch`. */
interface Compared {
  epoch: number
  size: number
}

/** Rounds are repeated until our next log begins, and what a mark settles does not change: each is compared once in a run. */
const compared = new WeakMap<Relation, Compared>()

/** Raises an incident for each that is not on record. Nothing is refused: the next log begins with what is told here. */
export async function compareTheirMarks(node: Node, relation: Relation): Promise<void> {
  const { found, upTo } = await orWhole(relation, () =>
    node.store.read(relation.id, (reader) => compare(node, relation, reader)),
  )
  if (found.length > 0) {
    const stopped = await node.store.locked(relation.id, async (writer) => {
      const said = new Set<Hex>()
      for (const one of found) await tellDiffering(relation, one, writer, node.clock(), said)
      return said
    })
    relation.diverged.keep(stopped)
    node.events.emit({ kind: 'incident', relation: relation.id })
  }
  compared.set(relation, upTo)
}

async function compare(
  node: Node,
  relation: Relation,
  reader: Reader,
): Promise<{ found: Differing[]; upTo: Compared }> {
  const { ours, theirs } = await reader.heads()
  const upTo = { epoch: ours.epoch, size: theirs.size }
  const before = compared.get(relation)
  const done = before?.epoch === ours.epoch && before.size <= theirs.size ? before.size : 0
  const first = Math.max(done, ours.running)
  if (first >= theirs.size) return { found: [], upTo }
  const differing: Differing[] = []
  for await (const one of differingMarks(node, relation, reader, relation.theirs, first)) differing.push(one)
  if (differing.length === 0) return { found: [], upTo }
  const told = await reader.incidents(Number.MAX_SAFE_INTEGER, ['verdict-differs'])
  const marks = new Set(told.map(({ detail }) => (detail as { mark?: string }).mark))
  return { found: differing.filter(({ mark }) => !marks.has(mark.leaf)), upTo }
}
