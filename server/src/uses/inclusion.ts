/** Paths of the Merkle tree from what is stored of it. */
import type { Party } from '@counterpart/casework'
import {
  type Coordinate,
  consistencyNodes,
  type GetNode,
  inclusionNodes,
  proveConsistency,
  proveInclusion,
} from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { Reader } from '../store/store.ts'

/** The audit path of an entry under a head. @throws NodeError `entry-damaged` */
export async function inclusionOf(
  reader: Reader,
  side: Party,
  index: number,
  size: number,
): Promise<Uint8Array[]> {
  return proveInclusion(index, size, await nodesAt(reader, side, inclusionNodes(index, size)))
}

/** That one head goes on from another. @throws NodeError `entry-damaged` */
export async function consistencyOf(
  reader: Reader,
  side: Party,
  size: number,
  later: number,
): Promise<Uint8Array[]> {
  return proveConsistency(size, later, await nodesAt(reader, side, consistencyNodes(size, later)))
}

async function nodesAt(reader: Reader, side: Party, at: Coordinate[]): Promise<GetNode> {
  const hashes = await reader.nodes(side, at)
  const known = new Map(at.map(({ level, index }, position) => [`${level} ${index}`, hashes[position]]))
  return (level, index) => {
    const hash = known.get(`${level} ${index}`)
    if (!hash) throw new NodeError({ code: 'entry-damaged' })
    return hash
  }
}
