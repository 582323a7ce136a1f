/**
 * Whether what was refused for a reason that lasts would be taken again. A write that succeeds says so, but nobody writes
 * while a page says that nothing can be recorded, nor at a node that whoever watches health has taken away.
 */
import { OutsideKey } from '../keys/outside-key.ts'
import { APART } from './damage.ts'
import type { Node, Relation } from './relation.ts'
import { refusedBy, taken, write } from './write.ts'

/** Seconds before it is tried again; twice as many each time, for a token may lock itself. */
const [FIRST, MOST] = [10, 300]
const PROBE_BYTES = 32

const tried = new WeakMap<Relation, { at: number; wait: number }>()

/**
 * What is damaged is not tried: a scrub finds whether it is as it was. Nor is what cannot be read at once: one row more says
 * nothing of that, and the page would call it mended until the message that has to wait comes again.
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

/** What comes of it is thrown away: so few bytes are nothing that either side signs. */
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

/** A row is stored once more as it is: that needs all of a disk and a database that an act needs. */
async function writeSame(node: Node, relation: Relation): Promise<void> {
  await write(
    node,
    relation,
    async (writer) => {
      const [row] = await writer.dossiers({ limit: 1 })
      if (row) await writer.putDossier(row)
      return row !== undefined
    },
    (isWritten) => isWritten,
  ).catch(() => undefined)
}
