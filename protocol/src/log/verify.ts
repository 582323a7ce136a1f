/**
 * Checking of proofs (RFC 9162, 2.1.3.2 and 2.1.4.2), with what the text there leaves open refused:
 * size 0, hashes that are empty or not 32 bytes long, an index beyond the size, proofs that are too long.
 */
import { equal } from '../bytes/bytes.ts'
import { refuse } from '../errors.ts'
import { checkHash, nodeHash } from './hash.ts'

/** @throws ProtocolError `bad-proof`, `bad-hash` */
export function verifyInclusion(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): void {
  checkRange(index, size)
  let [at, last, hash] = [index, size - 1, checkHash(leaf)]
  for (const sibling of proof) {
    checkHash(sibling)
    if (last === 0) refuse('bad-proof', 'too long')
    if (isOdd(at) || at === last) {
      hash = nodeHash(sibling, hash)
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else hash = nodeHash(hash, sibling)
    at = half(at)
    last = half(last)
  }
  if (last !== 0) refuse('bad-proof', 'too short')
  if (!equal(hash, checkHash(root))) refuse('bad-proof', 'another root')
}

/** That the tree of `oldSize` is the beginning of the tree of `newSize`. @throws ProtocolError `bad-proof`, `bad-hash` */
export function verifyConsistency(
  oldSize: number,
  newSize: number,
  proof: readonly Uint8Array[],
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
): void {
  checkRange(oldSize - 1, newSize)
  checkHash(oldRoot)
  checkHash(newRoot)
  for (const hash of proof) checkHash(hash)
  if (oldSize === newSize) {
    if (proof.length > 0 || !equal(oldRoot, newRoot)) refuse('bad-proof', 'one size, two roots')
    return
  }
  let [at, last] = [oldSize - 1, newSize - 1]
  while (isOdd(at)) [at, last] = [half(at), half(last)]
  // When the old tree is complete its root is the first hash, and is not sent.
  const [seed, ...rest] = at === 0 ? [oldRoot, ...proof] : proof
  if (!seed) refuse('bad-proof', 'too short')
  let [first, second] = [seed, seed]
  for (const hash of rest) {
    if (last === 0) refuse('bad-proof', 'too long')
    if (isOdd(at) || at === last) {
      first = nodeHash(hash, first)
      second = nodeHash(hash, second)
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else second = nodeHash(second, hash)
    at = half(at)
    last = half(last)
  }
  if (last !== 0) refuse('bad-proof', 'too short')
  if (!equal(first, oldRoot)) refuse('bad-proof', 'another old root')
  if (!equal(second, newRoot)) refuse('bad-proof', 'another new root')
}

function checkRange(index: number, size: number): void {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index)) refuse('bad-proof', 'not a whole number')
  if (size < 1 || index < 0 || index >= size) refuse('bad-proof', 'no such entry')
}

/** Sizes go beyond 32 bits, where the operators on bits do not. */
function isOdd(n: number): boolean {
  return n % 2 === 1
}

function half(n: number): number {
  return Math.floor(n / 2)
}
