/**
 * Finds out whether the node could write again after a lasting refusal. A write that succeeds would show it, but nobody
 * writes while a page says that nothing can be recorded, or after a monitor has taken the node out of service.
 */
import { TALLY_RULE } from '@counterpart/casework'
import { OutsideKey } from '../keys/outside-key.ts'
import { APART } from './damage.ts'
import type { Node, Relation } from './relation.ts'
import { refusedBy, taken, write } from './write.ts'

/** Seconds before the next try; they double each time, for a token may lock itself. */
const [FIRST, MOST] = [10, 300]
const PROBE_BYTES = 32

const tried = new WeakMap<Relation, { at: number; wait: number }>()

/**
 * Damage is not tried: a scrub finds out whether it is mended. Nor is a dossier that is too large: one more row says
 * nothing about it, and the page would call it mended until the waiting message comes again.
 */
export async function probe(node: Node, relation: Relation): Promise<void> {
  const { refusal } = relation
  if (refusal === null || APART.some((code) => code === refusal)) {
    tried.delete(relation)
    return
  }
  const now = node.monotonic()
  const last = tried.get(relation) ?? { at: now, wait: FIRST }
  tried.set(relation, last)
  if (now - last.at < last.wait) return
  tried.set(relation, { at: now, wait: Math.min(2 * last.wait, MOST) })
  if (refusal === 'signer-failed') await askSigners(node, relation)
  else await writeSame(node, relation)
}

/** The signatures are thrown away: neither side ever signs so few bytes. */
async function askSigners(node: Node, relation: Relation): Promise<void> {
  const outside = [relation.log, relation.custody].flatMap(({ ed25519 }) =>
    ed25519 instanceof OutsideKey ? [ed25519] : [],
  )
  if (outside.length === 0) return
  try {
    for (const key of outside) await key.ask(node.random(PROBE_BYTES))
    taken(node, relation, 'signer-failed')
  } catch (error) {
    await refusedBy(node, relation, error)
  }
}

/**
 * A row is stored once more as it is: that needs all of a disk and a database that an act needs. Where there is no dossier yet, as
 * on a node's first day, it is the row that says by which rule dossiers are counted.
 */
async function writeSame(node: Node, relation: Relation): Promise<void> {
  await write(
    node,
    relation,
    async (writer) => {
      const [row] = await writer.dossiers({ limit: 1 })
      await (row ? writer.putDossier(row) : writer.resetTally(TALLY_RULE))
    },
    () => true,
  ).catch(() => undefined)
}
