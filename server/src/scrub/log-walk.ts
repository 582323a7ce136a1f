/**
 * One log from its first entry on, from one signed head to the next. Which of header, leaf and tree was damaged
 * is said by the head: what leads to it is what was there.
 */
import {
  appendLeaf,
  equal,
  type Frontier,
  fromHex,
  hex,
  leafHash,
  rootOf,
  type Node as TreeNode,
} from '@counterpart/protocol'
import type { EntryRow, Reader } from '../store/store.ts'
import { frontierNodes } from '../uses/heads.ts'
import { checkEntry } from './check-entry.ts'
import { type Boundary, boundaryOf, checkHead, signedSize } from './check-heads.ts'
import type { Found, Scrubbed } from './finding.ts'
import { storedNodes, storedRows } from './lenient.ts'

/** Where a walk is: at a head that was signed, or at the beginning. */
export interface Walk {
  side: string
  base: Frontier
  /** Of the entry before. */
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
  const { side } = walk
  const from = walk.base.size
  const size = await signedSize(scrubbed, reader, side)
  const { boundaries, count } = await boundariesFrom(scrubbed, reader, side, { from, size, most }, found)
  const rows = await storedRows(reader, side, from, count)
  const nodes = await storedNodes(reader, side, places(from, count))
  const stretch: Stretch = { walk, rows: [], entries: count, bytes: 0, ended: from + count >= size }
  let at = from
  for (const { size: end, root } of [...boundaries, { size: from + count, root: null }]) {
    if (end <= at) continue
    const named = places(at, end - at).map(({ index }) => namedIn(rows.get(index), nodes[index - from]))
    const led = leadTo(stretch.walk.base, named, root)
    if (!led.sound) found({ what: 'tree', side, first: at, after: end })
    const base = led.sound ? led.frontier : await storedFrontier(reader, side, end, root, led.frontier)
    await checkNodes(
      reader,
      side,
      led.nodes,
      named.map(({ node }) => node),
      found,
    )
    for (const [i, leaf] of led.leaves.entries()) {
      const checked = await checkEntry(
        scrubbed,
        reader,
        { side, index: at + i, leaf },
        rows.get(at + i),
        stretch.walk.before,
        found,
      )
      stretch.bytes += checked.bytes
      stretch.walk = { ...stretch.walk, before: checked.after }
      if (checked.row) stretch.rows.push(checked.row)
    }
    stretch.walk = { ...stretch.walk, base }
    at = end
  }
  if (stretch.ended) await checkHead(scrubbed, reader, stretch.walk, found)
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
    if (!row || (row.size > from + most && boundaries.length > 0)) break
    const boundary = boundaryOf(scrubbed, row, found)
    if (boundary && boundary.size <= size) boundaries.push(boundary)
    at = row.size
  }
  const last = boundaries.at(-1)
  return { boundaries, count: (last?.size ?? size) - from }
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
  side: string,
  size: number,
  root: Uint8Array | null,
  otherwise: Frontier,
): Promise<Frontier> {
  const hashes = await storedNodes(reader, side, frontierNodes(size))
  if (root === null || hashes.some((hash) => hash === null)) return otherwise
  const stored = { size, hashes: hashes.filter((hash) => hash !== null) }
  return equal(rootOf(stored), root) ? stored : otherwise
}

/** Those of the leaves were read before. */
async function checkNodes(
  reader: Reader,
  side: string,
  nodes: readonly TreeNode[],
  leaves: readonly (string | null)[],
  found: Found,
): Promise<void> {
  const [first] = nodes
  const upper = nodes.filter(({ level }) => level > 0)
  const stored = await storedNodes(reader, side, upper)
  for (const { level, index, hash } of nodes) {
    if (level > 0) continue
    if (leaves[index - (first?.index ?? 0)] !== hex(hash)) found({ what: 'node', side, level, index })
  }
  for (const [i, { level, index, hash }] of upper.entries()) {
    const one = stored[i]
    if (!one || !equal(one, hash)) found({ what: 'node', side, level, index })
  }
}
