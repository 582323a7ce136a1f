/**
 * Proofs from stored complete subtrees. Every hash of a proof is the root of a run of leaves; a run is
 * folded from the complete subtrees in it, so a store keeps complete ones only and never changes them.
 */
import { refuse } from '../errors.ts'
import { checkHash, checkSize, nodeHash } from './hash.ts'

export interface Coordinate {
  level: number
  index: number
}

/** Gives the hash of a complete subtree that the store holds. */
export type GetNode = (level: number, index: number) => Uint8Array

/** Leaves `start` up to `start + length`. */
interface Run {
  start: number
  length: number
}

/** What `proveInclusion` will ask for, so that a store can fetch it at once. @throws ProtocolError `out-of-range` */
export function inclusionNodes(index: number, size: number): Coordinate[] {
  return inclusionRuns(index, size).flatMap(complete)
}

/** Siblings from the leaf up (RFC 6962, 2.1.1). @throws ProtocolError `out-of-range`, `bad-hash` */
export function proveInclusion(index: number, size: number, get: GetNode): Uint8Array[] {
  return inclusionRuns(index, size).map((run) => fold(run, get))
}

/** What `proveConsistency` will ask for. @throws ProtocolError `out-of-range` */
export function consistencyNodes(oldSize: number, newSize: number): Coordinate[] {
  return consistencyRuns(oldSize, newSize).flatMap(complete)
}

/**
 * That the tree of `oldSize` is the beginning of that of `newSize` (RFC 6962, 2.1.2); size 0 proves nothing.
 * @throws ProtocolError `out-of-range`, `bad-hash`
 */
export function proveConsistency(oldSize: number, newSize: number, get: GetNode): Uint8Array[] {
  return consistencyRuns(oldSize, newSize).map((run) => fold(run, get))
}

function inclusionRuns(index: number, size: number): Run[] {
  checkSize(size)
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) refuse('out-of-range', 'no such entry')
  const runs: Run[] = []
  let [start, length] = [0, size]
  while (length > 1) {
    const half = split(length)
    if (index < start + half) {
      runs.push({ start: start + half, length: length - half })
      length = half
    } else {
      runs.push({ start, length: half })
      start += half
      length -= half
    }
  }
  return runs.reverse()
}

function consistencyRuns(oldSize: number, newSize: number): Run[] {
  checkSize(oldSize)
  checkSize(newSize)
  if (oldSize < 1 || oldSize > newSize) refuse('out-of-range', 'the first size lies between 1 and the second')
  const runs: Run[] = []
  let [start, length, old, whole] = [0, newSize, oldSize, true]
  while (old < length) {
    const half = split(length)
    if (old <= half) {
      runs.push({ start: start + half, length: length - half })
      length = half
    } else {
      runs.push({ start, length: half })
      start += half
      length -= half
      old -= half
      whole = false
    }
  }
  // The old tree as a whole is what the verifier holds already.
  if (!whole) runs.push({ start, length })
  return runs.reverse()
}

/** The largest power of two below `length`, which is at least 2. */
function split(length: number): number {
  let half = 1
  while (half * 2 < length) half *= 2
  return half
}

function complete(run: Run): Coordinate[] {
  const out: Coordinate[] = []
  let { start, length } = run
  while (length > 0) {
    let [level, width] = [0, 1]
    while (width * 2 <= length) {
      width *= 2
      level++
    }
    out.push({ level, index: start / width })
    start += width
    length -= width
  }
  return out
}

function fold(run: Run, get: GetNode): Uint8Array {
  let root: Uint8Array | null = null
  for (const { level, index } of complete(run).reverse()) {
    const hash = checkHash(get(level, index))
    root = root === null ? hash : nodeHash(hash, root)
  }
  return checkHash(root ?? undefined)
}
