/** Compares what we hold of a log with a head that was kept outside both nodes. */
import type { Party } from '@counterpart/casework'
import {
  type Checkpoint,
  equal,
  logOrigin,
  originOfHead,
  ProtocolError,
  verifyKeptHead,
} from '@counterpart/protocol'
import type { Reader } from '../../store/store.ts'
import { custodyOf } from '../keys/learned-keys.ts'
import { domainOf, endOf, rootIn } from '../log/chain.ts'
import { logSpans } from '../log/log-spans.ts'
import { type Node, otherThan, type Relation } from '../relation.ts'

/** `size` counts over the chain. `beyond`: more was signed than is held here. `differs`: something else is held here. */
export interface Compared {
  side: Party
  outcome: 'same' | 'beyond' | 'differs'
  size: number
}

interface Kept {
  side: Party
  epoch: number
}

/** Which log a kept head is of; `null` where it is no head of either log with the other side's receipt. */
export function keptHeadOf(node: Node, relation: Relation, text: string): Kept | null {
  try {
    const origin = originOfHead(text)
    for (const side of relation.parties) {
      const first = logOrigin(domainOf(relation, side), relation.id, 1)
      const named = /^[1-9][0-9]{0,6}$/.exec(origin.slice(first.length - 1))
      if (named === null || !origin.startsWith(first.slice(0, -1))) continue
      verify(node, relation, text, { side, epoch: Number(named[0]) })
      return { side, epoch: Number(named[0]) }
    }
    return null
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}

/** @throws ProtocolError */
function verify(node: Node, relation: Relation, text: string, { side, epoch }: Kept): Checkpoint {
  const known = chainOf(relation, side).find(({ number }) => number === epoch)
  const log = known
    ? logSpans(side === relation.ours ? relation.keyed.ours : relation.keyed.theirs, known)
    : null
  const custody = custodyOf(relation, otherThan(relation, side))
  return verifyKeptHead(text, { log, custody }, node.verifier)
}

/** `null` as in `keptHeadOf`: it is verified again, since the keys of its log may have become known meanwhile. */
export async function compareKept(
  node: Node,
  relation: Relation,
  text: string,
  reader: Reader,
): Promise<Compared | null> {
  const kept = keptHeadOf(node, relation, text)
  if (kept === null) return null
  const { side } = kept
  const { size: within, root } = verify(node, relation, text, kept)
  const chain = chainOf(relation, side)
  const epoch = chain.find(({ number }) => number === kept.epoch)
  const heads = await reader.heads()
  const held = side === relation.ours ? heads.ours.size : heads.theirs.size
  const size = (epoch?.base ?? held) + within
  if (!epoch || size > (endOf(chain, epoch.number) ?? held)) return { side, outcome: 'beyond', size }
  const same = within === 0 || equal(root, await rootIn(reader, side, epoch, size))
  return { side, outcome: same ? 'same' : 'differs', size }
}

function chainOf(relation: Relation, side: Party) {
  return side === relation.ours ? relation.chain.ours : relation.chain.theirs
}
