/**
 * One log from its first entry on, from one signed head to the next. Which of header, leaf and tree was damaged
 * is said by the head: what leads to it is what was there.
 */
import {
  appendLeaf,
  emptyFrontier,
  equal,
  type Frontier,
  fromHex,
  hex,
  leafHash,
  rootOf,
  type Node as TreeNode,
} from '@counterpart/protocol'
import type { EntryRow, Reader } from '../store/store.ts'
import { endOf, epochOf } from '../uses/log/chain.ts'
import { frontierNodes } from '../uses/log/heads.ts'
import { checkEntry } from './check-entry.ts'
import { type Boundary, boundaryOf, checkHead, signedSize } from './check-heads.ts'
import type { Found, Scrubbed } from './finding.ts'
import { storedNodes, storedRows } from './lenient.ts'

/** Where a walk is: at a head that was signed, or at the beginning. */
export interface Walk {
  side: string
  /** Entries before it, over the chain of epochs. */
  at: number
  /** The tree of the epoch that the entry before it is in. */
  frontier: Frontier
  /** Where the entry before it stands. */
  before: { running: number; time: number }
}

export interface Stretch {
  walk: Walk
  /** Entries whose headers are as they were written. */
  rows: EntryRow[]
  entries: number
  bytes: number
  /** Whether the log ends here. */
  ended: boolean
}

/** Entries of one stretch, unless one batch has more. */
const ENTRIES = 64

export async function walkStretch(
  scrubbed: Scrubbed,
  reader: Reader,
  walk: Walk,
  found: Found,
  most = ENTRIES,
): Promise<Stretch> {
  const { side, at: from } = walk
  const { relation } = scrubbed
  const all = await signedSize(scrubbed, reader, side)
  const epoch = epochOf(relation, side, from)
  const chain = side === relation.ours ? relation.chain.ours : relation.chain.theirs
  const size = Math.min(all, endOf(chain, epoch.number) ?? all)
  const { boundaries, count } = await boundariesFrom(scrubbed, reader, side, { from, size, most }, found)
  const rows = await storedRows(reader, side, from, count)
  const nodes = await storedNodes(reader, side, epoch.number, places(from - epoch.base, count))
  const stretch: Stretch = { walk, rows: [], entries: count, bytes: 0, ended: from + count >= all }
  let frontier = from === epoch.base ? emptyFrontier() : walk.frontier
  let { before } = walk
  let at = from
  for (const { size: end, root } of [...boundaries, { size: from + count, root: null }]) {
    if (end <= at) continue
    const named = Array.from({ length: end - at }, (_, i) => namedIn(rows.get(at + i), nodes[at + i - from]))
    const led = leadTo(frontier, named, root)
    const tree = { side, epoch: epoch.number }
    if (!led.sound) found({ what: 'tree', side, first: at, after: end })
    frontier = led.sound
      ? led.frontier
      : await storedFrontier(reader, tree, end - epoch.base, root, led.frontier)
    const leaves = named.map(({ node }) => node)
    await checkNodes(reader, tree, led.nodes, leaves, found)
    for (const [i, leaf] of led.leaves.entries()) {
      const place = { side, index: at + i, leaf }
      const checked = await checkEntry(scrubbed, reader, place, rows.get(at + i), before, found)
      stretch.bytes += checked.bytes
      before = checked.after
      if (checked.row) stretch.rows.push(checked.row)
    }
    at = end
  }
  stretch.walk = { side, at, frontier, before }
  if (stretch.ended) await checkHead(scrubbed, reader, { ...stretch.walk, epoch }, found)
  return stretch
}

function places(from: number, count: number): { level: number; index: number }[] {
  return Array.from({ length: count }, (_, i) => ({ level: 0, index: from + i }))
}

/** As far as a stretch goes: to the last signed head within it, or to the first where that is further. */
async function boundariesFrom(
  scrubbed: Scrubbed,
  reader: Reader,
  side: string,
  { from, size, most }: { from: number; size: number; most: number },
  found: Found,
): Promise<{ boundaries: Boundary[]; count: number }> {
  const boundaries: Boundary[] = []
  for (let at = from; ; ) {
    const row = await reader.checkpointFrom(side, at + 1)
    // One behind the end is none of this log, and is looked at there.
    if (!row || row.size > size || (row.size > from + most && boundaries.length > 0)) break
    const boundary = boundaryOf(scrubbed, row, found)
    if (boundary) boundaries.push(boundary)
    at = row.size
  }
  const last = boundaries.at(-1)
  return { boundaries, count: Math.max(0, (last?.size ?? size) - from) }
}

/** The three places in which the leaf of an entry is stored. */
interface Named {
  bytes: string | null
  leaf: string | null
  node: string | null
}

function namedIn(row: EntryRow | undefined, node: Uint8Array | null | undefined): Named {
  return {
    bytes: row ? leafHash(row.bytes) : null,
    leaf: row?.leaf ?? null,
    node: node ? hex(node) : null,
  }
}

interface Led {
  leaves: string[]
  frontier: Frontier
  nodes: TreeNode[]
  sound: boolean
}

const READINGS: ((one: Named) => string | null)[] = [
  ({ bytes, leaf, node }) => (bytes !== null && (bytes === leaf || bytes === node) ? bytes : (node ?? leaf)),
  ({ node }) => node,
  ({ leaf }) => leaf,
  ({ bytes }) => bytes,
]

/** The leaves that lead to a signed root; without one, what two of three places say. */
function leadTo(base: Frontier, named: readonly Named[], root: Uint8Array | null): Led {
  let first: Led | null = null
  for (const reading of READINGS) {
    const leaves = named.map((one) => reading(one) ?? one.node ?? one.leaf ?? one.bytes ?? NOTHING)
    const grown = grow(base, leaves)
    const led = { leaves, ...grown, sound: root === null || equal(rootOf(grown.frontier), root) }
    if (led.sound) return led
    first ??= led
  }
  return first ?? { leaves: [], frontier: base, nodes: [], sound: true }
}

const NOTHING = '0'.repeat(64)

function grow(base: Frontier, leaves: readonly string[]): { frontier: Frontier; nodes: TreeNode[] } {
  let frontier = base
  const nodes: TreeNode[] = []
  for (const leaf of leaves) {
    const grown = appendLeaf(frontier, fromHex(leaf))
    frontier = grown.frontier
    nodes.push(...grown.nodes)
  }
  return { frontier, nodes }
}

/** Where no leaves lead to a head, the stored tree may: what comes behind it can still be checked. */
export async function storedFrontier(
  reader: Reader,
  { side, epoch }: { side: string; epoch: number },
  size: number,
  root: Uint8Array | null,
  otherwise: Frontier,
): Promise<Frontier> {
  const hashes = await storedNodes(reader, side, epoch, frontierNodes(size))
  if (root === null || hashes.some((hash) => hash === null)) return otherwise
  const stored = { size, hashes: hashes.filter((hash) => hash !== null) }
  return equal(rootOf(stored), root) ? stored : otherwise
}

/** Those of the leaves were read before. */
async function checkNodes(
  reader: Reader,
  { side, epoch }: { side: string; epoch: number },
  nodes: readonly TreeNode[],
  leaves: readonly (string | null)[],
  found: Found,
): Promise<void> {
  const [first] = nodes
  const upper = nodes.filter(({ level }) => level > 0)
  const stored = await storedNodes(reader, side, epoch, upper)
  for (const { level, index, hash } of nodes) {
    if (level > 0) continue
    if (leaves[index - (first?.index ?? 0)] !== hex(hash))
      found({ what: 'node', side, epoch, level, index, hash: hex(hash) })
  }
  for (const [i, { level, index, hash }] of upper.entries()) {
    const one = stored[i]
    if (!one || !equal(one, hash)) found({ what: 'node', side, epoch, level, index, hash: hex(hash) })
  }
}
