import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { flips, refused, runAll } from '../_vectors.ts'
import { fromHex, hex } from '../bytes/bytes.ts'
import { utf8 } from '../bytes/utf8.ts'
import { leafHashBytes } from '../entry/leaf.ts'
import { appendLeaf, emptyFrontier, type Frontier, rootOf } from './frontier.ts'
import { consistencyNodes, inclusionNodes, proveConsistency, proveInclusion } from './prove.ts'
import { verifyConsistency, verifyInclusion } from './verify.ts'

interface Log {
  frontier: Frontier
  roots: Uint8Array[]
  leaves: Uint8Array[]
  get: (level: number, index: number) => Uint8Array
  stored: Map<string, string>
}

function logOf(size: number): Log {
  const nodes = new Map<string, Uint8Array>()
  const log: Log = {
    frontier: emptyFrontier(),
    roots: [rootOf(emptyFrontier())],
    leaves: [],
    stored: new Map(),
    get: (level, index) => nodes.get(`${level}/${index}`) ?? assert.fail(`${level}/${index} is not complete`),
  }
  for (let i = 0; i < size; i++) {
    const leaf = leafHashBytes(utf8(`counterpart leaf ${i}`))
    const next = appendLeaf(log.frontier, leaf)
    log.frontier = next.frontier
    log.leaves.push(leaf)
    log.roots.push(rootOf(next.frontier))
    for (const { level, index, hash } of next.nodes) {
      assert.ok(!nodes.has(`${level}/${index}`), 'a complete subtree is given once')
      nodes.set(`${level}/${index}`, hash)
    }
  }
  return log
}

/** The definition of RFC 6962, word for word and slow. */
function treeHash(leaves: Uint8Array[]): Uint8Array {
  const [only] = leaves
  if (!only) return createHash('sha256').digest()
  if (leaves.length === 1) return only
  let half = 1
  while (half * 2 < leaves.length) half *= 2
  const children = [treeHash(leaves.slice(0, half)), treeHash(leaves.slice(half))]
  return createHash('sha256').update(Uint8Array.of(1)).update(Buffer.concat(children)).digest()
}

const log = logOf(70)

test('LOG-1 gives the roots of RFC 6962', () => {
  for (let size = 0; size <= 70; size++) {
    const expected = treeHash(log.leaves.slice(0, size))
    assert.equal(hex(log.roots[size] ?? assert.fail()), Buffer.from(expected).toString('hex'), String(size))
  }
  assert.equal(
    hex(rootOf(emptyFrontier())),
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  )
})

test('LOG-1 LOG-2 roots and frontiers are those of the vectors', () => {
  type Input =
    | { size: number }
    | { frontier: { size: number; hashes: string[] } }
    | { append: string }
    | { full: number }
  runAll('log', (input: Input) => {
    if ('size' in input)
      return hex(
        logOf(input.size).frontier.size === 0 ? rootOf(emptyFrontier()) : rootOf(logOf(input.size).frontier),
      )
    if ('frontier' in input)
      return hex(rootOf({ size: input.frontier.size, hashes: input.frontier.hashes.map(fromHex) }))
    if ('append' in input) return hex(rootOf(appendLeaf(emptyFrontier(), fromHex(input.append)).frontier))
    const ones = Array.from({ length: 53 }, () => log.roots[0] ?? assert.fail())
    return hex(rootOf(appendLeaf({ size: input.full, hashes: ones }, ones[0] ?? assert.fail()).frontier))
  })
})

test('LOG-2 an append touches O(log n) hashes whatever the log’s age', () => {
  const hash = leafHashBytes(utf8('x'))
  let old: Frontier = { size: 2 ** 40, hashes: [hash] }
  let given = 0
  for (let i = 0; i < 1024; i++) {
    const next = appendLeaf(old, hash)
    old = next.frontier
    given += next.nodes.length
    assert.ok(old.hashes.length <= 41)
  }
  assert.equal(given, 2047)
  assert.equal(old.size, 2 ** 40 + 1024)
})

test('LOG-2 does not change the frontier it was given', () => {
  const before = { size: 3, hashes: [...logOf(3).frontier.hashes] }
  appendLeaf(before, leafHashBytes(utf8('y')))
  assert.deepEqual(before, { size: 3, hashes: logOf(3).frontier.hashes })
})

test('LOG-3 LOG-4 inclusion proofs of the vectors', () => {
  type Input = { leaf: string; index: number; size: number; proof: string[]; root: string }
  runAll('inclusion', ({ leaf, index, size, proof, root }: Input) => {
    verifyInclusion(fromHex(leaf), index, size, proof.map(fromHex), fromHex(root))
    return true
  })
})

test('LOG-3 LOG-5 consistency proofs of the vectors', () => {
  type Input = { oldSize: number; newSize: number; proof: string[]; oldRoot: string; newRoot: string }
  runAll('consistency', ({ oldSize, newSize, proof, oldRoot, newRoot }: Input) => {
    verifyConsistency(oldSize, newSize, proof.map(fromHex), fromHex(oldRoot), fromHex(newRoot))
    return true
  })
})

test('LOG-3 refuses to prove for size 0 or beyond the log', () => {
  for (const [index, size] of [
    [0, 0],
    [1, 1],
    [-1, 3],
    [0.5, 3],
    [0, -1],
    [0, 2 ** 53],
  ] as const)
    assert.throws(() => proveInclusion(index, size, log.get), refused('out-of-range'))
  for (const [oldSize, newSize] of [
    [0, 0],
    [0, 5],
    [6, 5],
    [-1, 5],
    [1.5, 5],
  ] as const)
    assert.throws(() => proveConsistency(oldSize, newSize, log.get), refused('out-of-range'))
})

test('LOG-4 LOG-6 proves every leaf of every size from complete subtrees alone', () => {
  for (let size = 1; size <= 70; size++)
    for (let index = 0; index < size; index++) {
      const asked: string[] = []
      const proof = proveInclusion(index, size, (level, at) => {
        asked.push(`${level}/${at}`)
        return log.get(level, at)
      })
      verifyInclusion(
        log.leaves[index] ?? assert.fail(),
        index,
        size,
        proof,
        log.roots[size] ?? assert.fail(),
      )
      const named = inclusionNodes(index, size).map(({ level, index: at }) => `${level}/${at}`)
      assert.deepEqual(asked.sort(), named.sort())
    }
})

test('LOG-5 LOG-6 proves every size the beginning of every later one', () => {
  for (let newSize = 1; newSize <= 70; newSize++)
    for (let oldSize = 1; oldSize <= newSize; oldSize++) {
      const asked: string[] = []
      const proof = proveConsistency(oldSize, newSize, (level, at) => {
        asked.push(`${level}/${at}`)
        return log.get(level, at)
      })
      verifyConsistency(
        oldSize,
        newSize,
        proof,
        log.roots[oldSize] ?? assert.fail(),
        log.roots[newSize] ?? assert.fail(),
      )
      const named = consistencyNodes(oldSize, newSize).map(({ level, index }) => `${level}/${index}`)
      assert.deepEqual(asked.sort(), named.sort())
    }
})

test('LOG-4 finds every changed bit of an inclusion proof', () => {
  const [index, size] = [21, 53]
  const proof = proveInclusion(index, size, log.get)
  const root = log.roots[size] ?? assert.fail()
  const leaf = log.leaves[index] ?? assert.fail()
  for (const changed of flips(leaf))
    assert.throws(() => verifyInclusion(changed, index, size, proof, root), refused('bad-proof'))
  for (const changed of flips(root))
    assert.throws(() => verifyInclusion(leaf, index, size, proof, changed), refused('bad-proof'))
  for (const [i, hash] of proof.entries())
    for (const changed of flips(hash))
      assert.throws(
        () => verifyInclusion(leaf, index, size, proof.with(i, changed), root),
        refused('bad-proof'),
      )
})

test('LOG-5 finds every changed bit of a consistency proof', () => {
  const [oldSize, newSize] = [21, 53]
  const proof = proveConsistency(oldSize, newSize, log.get)
  const [oldRoot, newRoot] = [log.roots[oldSize] ?? assert.fail(), log.roots[newSize] ?? assert.fail()]
  const verify = (given: Uint8Array[], a = oldRoot, b = newRoot) =>
    verifyConsistency(oldSize, newSize, given, a, b)
  for (const changed of flips(oldRoot)) assert.throws(() => verify(proof, changed), refused('bad-proof'))
  for (const changed of flips(newRoot))
    assert.throws(() => verify(proof, oldRoot, changed), refused('bad-proof'))
  for (const [i, hash] of proof.entries())
    for (const changed of flips(hash))
      assert.throws(() => verify(proof.with(i, changed)), refused('bad-proof'))
})

test('LOG-3 refuses any other index, size, order or number of hashes', () => {
  const hashes = fc
    .array(fc.integer({ min: 0, max: 69 }), { maxLength: 8 })
    .map((picks) => picks.map((i) => log.leaves[i] ?? assert.fail()))
  fc.assert(
    fc.property(fc.nat(80), fc.nat(80), fc.nat(69), hashes, (index, size, leaf, proof) => {
      const root = log.roots[size] ?? log.roots[70] ?? assert.fail()
      const hash = log.leaves[leaf] ?? assert.fail()
      const genuine =
        index === leaf &&
        size > index &&
        size <= 70 &&
        `${proveInclusion(index, size, log.get)}` === `${proof}`
      if (genuine) return
      assert.throws(() => verifyInclusion(hash, index, size, proof, root), refused('bad-proof'))
    }),
    { numRuns: 2000 },
  )
})
