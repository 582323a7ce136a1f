/**
 * A log as its writer and its holder carry it: the roots of the maximal complete subtrees, left to
 * right, largest first. Appending needs nothing else, so it costs O(log n) whatever the log's age.
 */
import { refuse } from '../errors.ts'
import { checkHash, checkSize, emptyRoot, nodeHash } from './hash.ts'

export interface Frontier {
  /** Number of leaves. */
  size: number
  /** One hash for every bit of `size` that is set, the largest subtree first. */
  hashes: Uint8Array[]
}

/** The root of a complete subtree: leaves `index · 2^level` up to `(index + 1) · 2^level`. */
export interface Node {
  level: number
  index: number
  hash: Uint8Array
}

export function emptyFrontier(): Frontier {
  return { size: 0, hashes: [] }
}

/**
 * Appends one leaf hash (32 bytes, see `leafHashBytes`).
 * `nodes` are all subtrees that became complete, the leaf itself first: what a store keeps for proofs.
 * @throws ProtocolError `bad-hash`, `bad-frontier`, `out-of-range`
 */
export function appendLeaf(frontier: Frontier, leaf: Uint8Array): { frontier: Frontier; nodes: Node[] } {
  checkFrontier(frontier)
  checkSize(frontier.size + 1)
  const hashes = frontier.hashes.slice()
  let node: Node = { level: 0, index: frontier.size, hash: checkHash(leaf) }
  const nodes = [node]
  while (node.index % 2 === 1) {
    const left = checkHash(hashes.pop())
    node = { level: node.level + 1, index: (node.index - 1) / 2, hash: nodeHash(left, node.hash) }
    nodes.push(node)
  }
  hashes.push(node.hash)
  return { frontier: { size: frontier.size + 1, hashes }, nodes }
}

/** Root hash (RFC 6962). @throws ProtocolError `bad-frontier`, `bad-hash` */
export function rootOf(frontier: Frontier): Uint8Array {
  checkFrontier(frontier)
  let root: Uint8Array | null = null
  for (let i = frontier.hashes.length - 1; i >= 0; i--) {
    const hash = checkHash(frontier.hashes[i])
    root = root === null ? hash : nodeHash(hash, root)
  }
  return root ?? emptyRoot()
}

function checkFrontier(frontier: Frontier): void {
  checkSize(frontier.size)
  let subtrees = 0
  for (let rest = frontier.size; rest > 0; rest = Math.floor(rest / 2)) subtrees += rest % 2
  if (frontier.hashes.length !== subtrees) refuse('bad-frontier', 'the hashes do not fit the size')
}
