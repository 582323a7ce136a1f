/** Paths of the Merkle tree, from its stored nodes. */
import type { Party } from '@counterpart/casework'
import {
  type Coordinate,
  consistencyNodes,
  type GetNode,
  inclusionNodes,
  proveConsistency,
  proveInclusion,
} from '@counterpart/protocol'
import { NodeError } from '../../errors.ts'
import type { Reader } from '../../store/store.ts'

/** The audit path of an entry in its epoch's tree under a head; both counted over the chain. @throws NodeError `entry-damaged` */
export async function inclusionOf(
  reader: Reader,
  side: Party,
  { number, base }: { number: number; base: number },
  index: number,
  size: number,
): Promise<Uint8Array[]> {
  const [at, within] = [index - base, size - base]
  return proveInclusion(at, within, await nodesAt(reader, side, number, inclusionNodes(at, within)))
}

/** The proof that one head of an epoch goes on from another, by sizes of its own tree. @throws NodeError `entry-damaged` */
export async function consistencyOf(
  reader: Reader,
  side: Party,
  epoch: number,
  size: number,
  later: number,
): Promise<Uint8Array[]> {
  return proveConsistency(size, later, await nodesAt(reader, side, epoch, consistencyNodes(size, later)))
}

async function nodesAt(reader: Reader, side: Party, epoch: number, at: Coordinate[]): Promise<GetNode> {
  const hashes = await reader.nodes(side, epoch, at)
  const known = new Map(at.map(({ level, index }, position) => [`${level} ${index}`, hashes[position]]))
  return (level, index) => {
    const hash = known.get(`${level} ${index}`)
    if (!hash) throw new NodeError({ code: 'entry-damaged' })
    return hash
  }
}
