/** Paths of the Merkle tree from what is stored of it. Indices and sizes count over the chain of logs. */
import type { Party } from '@counterpart/casework'
import {
  type Coordinate,
  consistencyNodes,
  type Epoch,
  type GetNode,
  inclusionNodes,
  proveConsistency,
  proveInclusion,
} from '@counterpart/protocol'
import { NodeError } from '../errors.ts'
import type { Reader } from '../store/store.ts'

type In = Pick<Epoch, 'number' | 'base'>

/** The audit path of an entry under a head. @throws NodeError `entry-damaged` */
export async function inclusionOf(
  reader: Reader,
  side: Party,
  epoch: In,
  index: number,
  size: number,
): Promise<Uint8Array[]> {
  const [at, of] = [index - epoch.base, size - epoch.base]
  return proveInclusion(at, of, await nodesAt(reader, side, epoch, inclusionNodes(at, of)))
}

/** That one head goes on from another. @throws NodeError `entry-damaged` */
export async function consistencyOf(
  reader: Reader,
  side: Party,
  epoch: In,
  size: number,
  later: number,
): Promise<Uint8Array[]> {
  const [old, now] = [size - epoch.base, later - epoch.base]
  return proveConsistency(old, now, await nodesAt(reader, side, epoch, consistencyNodes(old, now)))
}

async function nodesAt(reader: Reader, side: Party, epoch: In, at: Coordinate[]): Promise<GetNode> {
  const hashes = await reader.nodes(side, epoch.number, at)
  const known = new Map(at.map(({ level, index }, position) => [`${level} ${index}`, hashes[position]]))
  return (level, index) => {
    const hash = known.get(`${level} ${index}`)
    if (!hash) throw new NodeError({ code: 'entry-damaged' })
    return hash
  }
}
