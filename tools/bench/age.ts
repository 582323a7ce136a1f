/** What the age of a log costs: appending to it, and verifying a proof of an entry in it. */
import { randomBytes } from 'node:crypto'
import {
  appendLeaf,
  cosign,
  emptyFrontier,
  type Frontier,
  formatProof,
  leafHashBytes,
  type NoteSigner,
  proveInclusion,
  rootOf,
  signCheckpoint,
  verifyProof,
} from '@counterpart/protocol'
import { newSecret, nodeVerifier, signingKey } from '../../server/src/keys/node-crypto.ts'
import { inTurns, type Timed } from './measure.ts'

export interface Age {
  entries: number
  /** Of a proof. */
  bytes: number
  hashes: number
  verified: Timed
  /** One leaf and the root after it. */
  appended: Timed
}

/** A log grown to each of these sizes in turn, the smallest first. */
export async function measureAges(sizes: readonly number[], count: number): Promise<Age[]> {
  const log = signer('aaa.test/aaa~bbb/bench/1')
  const custody = signer('bbb.test/aaa~bbb/bench/custody')
  const header = new Uint8Array(randomBytes(700))
  const levels: Uint8Array[][] = []
  let frontier: Frontier = emptyFrontier()
  const append = (leaf: Uint8Array) => {
    const grown = appendLeaf(frontier, leaf)
    for (const { level, hash } of grown.nodes) {
      levels[level] ??= []
      levels[level].push(hash)
    }
    frontier = grown.frontier
  }
  const ages: Age[] = []
  for (const size of sizes) {
    while (frontier.size < size - 1) append(new Uint8Array(32))
    const index = frontier.size
    append(leafHashBytes(header))
    const hashes = proveInclusion(index, size, (level, at) => levels[level]?.[at] ?? new Uint8Array(0))
    const root = rootOf(frontier)
    const checkpoint = signCheckpoint({ origin: log.name, size, root }, log)
    const note = checkpoint + cosign(checkpoint, custody, 1)
    const proof = formatProof({ index, extra: header, hashes, note })
    const keys = { log: publicOf(log), custody: publicOf(custody) }
    const verified = await inTurns(count, 1, async () => verifyProof(proof, keys, nodeVerifier))
    const appended = await inTurns(count, 1, async () => rootOf(appendLeaf(frontier, root).frontier))
    ages.push({ entries: size, bytes: proof.length, hashes: hashes.length, verified, appended })
  }
  return ages
}

function signer(name: string): NoteSigner {
  return {
    name,
    ed25519: signingKey('ed25519', newSecret('ed25519')),
    mlDsa44: signingKey('ml-dsa-44', newSecret('ml-dsa-44')),
  }
}

function publicOf({ name, ed25519, mlDsa44 }: NoteSigner) {
  return { name, ed25519: ed25519.publicKey, mlDsa44: mlDsa44.publicKey }
}
