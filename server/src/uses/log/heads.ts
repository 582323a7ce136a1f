/** How a log grows by entries, and what of it is signed. */
import type { Party } from '@counterpart/casework'
import { appendLeaf, base64, fromHex, rootOf, signCheckpoint } from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import { signing } from '../../keys/outside-key.ts'
import type { CheckpointRow, EntryRow, LogHead, NodeRow, Reader } from '../../store/store.ts'
import { allOf } from '../all-of.ts'
import type { Node, Relation } from '../relation.ts'

/** The head after these entries, and every subtree that became complete. */
export function grow(head: LogHead, rows: readonly EntryRow[]): { head: LogHead; nodes: NodeRow[] } {
  const nodes: NodeRow[] = []
  let frontier = { size: head.size - head.base, hashes: head.frontier }
  for (const row of rows) {
    const grown = appendLeaf(frontier, fromHex(row.leaf))
    frontier = grown.frontier
    nodes.push(...grown.nodes)
  }
  const last = rows.at(-1)
  return {
    head: {
      ...head,
      size: head.base + frontier.size,
      running: last?.running ?? head.running,
      time: last?.time ?? head.time,
      frontier: frontier.hashes,
    },
    nodes,
  }
}

export function rootAt(head: LogHead): Uint8Array {
  return rootOf({ size: head.size - head.base, hashes: head.frontier })
}

/**
 * Verifies the head before the log grows: a damaged one would be carried on into every later head, signed, and could
 * never be mended.
 *
 * @throws NodeError `entry-damaged`
 */
export async function checkHead(reader: Reader, side: Party, head: LogHead): Promise<void> {
  if (head.size === head.base) return
  const [signed, [last]] = await allOf<[CheckpointRow | null, EntryRow[]]>([
    reader.lastCheckpoint(side),
    reader.entries(side, head.size - 1, { entries: 1, bytes: 1 }),
  ])
  const [, size, root] = signed?.note.split('\n', 3) ?? []
  const goesOn = last?.running === head.running && last.time === head.time
  if (size !== String(head.size - head.base) || root !== base64(rootAt(head)) || !goesOn)
    throw new NodeError({ code: 'entry-damaged', message: 'a stored head is not what was signed' })
}

/**
 * Signs a head. First it is noted on disk, outside the database, that the log has begun, so that an empty database
 * never begins it again.
 *
 * @throws NodeError `signer-failed`, `key-missing`, `disk-full`
 */
export async function signHead(
  { verifier }: Node,
  { log, ring }: Relation,
  head: LogHead,
  signer = log,
): Promise<string> {
  if (ring && !ring.begun) ring.begin()
  const checkpoint = { origin: signer.name, size: head.size - head.base, root: rootAt(head) }
  return signing(signer, verifier, (by) => signCheckpoint(checkpoint, by))
}

/** The row of a head of ours. @throws as `signHead` */
export async function signedRow(node: Node, relation: Relation, head: LogHead): Promise<CheckpointRow> {
  return {
    side: relation.ours,
    size: head.size,
    note: await signHead(node, relation, head),
    cosignature: null,
  }
}

/** Coordinates of the complete subtrees that a log of `size` entries consists of, the largest first. */
export function frontierNodes(size: number): { level: number; index: number }[] {
  const out: { level: number; index: number }[] = []
  let start = 0
  for (let level = 52; level >= 0; level--) {
    const width = 2 ** level
    if (size - start >= width) {
      out.push({ level, index: start / width })
      start += width
    }
  }
  return out
}
