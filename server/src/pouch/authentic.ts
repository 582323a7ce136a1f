/**
 * Whether what a pouch says is its author's. A line is pinned to one certificate; a pouch can be written by
 * anybody who knows the public sealing key, with a checkpoint copied from anywhere.
 */
import {
  appendLeaf,
  type Checkpoint,
  equal,
  fromHex,
  leafHash,
  ProtocolError,
  rootOf,
  type Step,
  verifyHeadAt,
} from '@counterpart/protocol'
import type { NodeCode } from '../errors.ts'
import type { Reader } from '../store/store.ts'
import { theirLogWith } from '../uses/keys/key-record.ts'
import { rootIn } from '../uses/log/chain.ts'
import { endsInChange } from '../uses/log/entry.ts'
import { frontierNodes } from '../uses/log/heads.ts'
import type { Node, Relation } from '../uses/relation.ts'

/** The checkpoint over the step's entries, or why it is none. */
export function signedHead(node: Node, relation: Relation, step: Step): Checkpoint | NodeCode {
  if (step.checkpoint === null) return 'pouch-not-signed'
  try {
    const epoch = relation.chain.theirs.find(({ number }) => number === step.epoch)
    if (!epoch) return 'pouch-other-epoch'
    const keys = theirLogWith(relation, epoch, step)
    const head = verifyHeadAt(step.checkpoint, keys, node.verifier, endsInChange(step.entries))
    return epoch.base + head.size === step.start + step.entries.length ? head : 'pouch-not-signed'
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return error.code === 'missing-signature' ? 'pouch-unknown-key' : 'pouch-not-signed'
  }
}

/**
 * For a step that begins within what is held (POUCH-7). `signed`: its entries are those its author signed, after
 * what we hold. `contradicts`: the signed head alone is another than the one we hold at its size.
 */
export async function weigh(
  relation: Relation,
  step: Step,
  signed: Checkpoint,
  reader: Reader,
): Promise<'signed' | 'contradicts' | 'not-signed'> {
  const side = relation.theirs
  const epoch = relation.chain.theirs.find(({ number }) => number === step.epoch)
  if (!epoch || step.start < epoch.base) return 'not-signed'
  const size = step.start - epoch.base
  let frontier = { size, hashes: await reader.nodes(side, epoch.number, frontierNodes(size)) }
  for (const { header } of step.entries) frontier = appendLeaf(frontier, fromHex(leafHash(header))).frontier
  if (equal(rootOf(frontier), signed.root)) return 'signed'
  const { theirs } = await reader.heads()
  if (epoch.base + signed.size > theirs.size) return 'not-signed'
  const root = await rootIn(reader, side, epoch, epoch.base + signed.size)
  return equal(root, signed.root) ? 'not-signed' : 'contradicts'
}
