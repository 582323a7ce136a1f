/** An entry that a node of ours would never record, in its own log all the same: as another program might. */
import type { Deletion } from '@counterpart/casework'
import { RELATION } from './_talk.ts'
import type { Side } from './_world.ts'
import type { RetentionCommand } from './command.ts'
import { type Place, type Written, writeDestroyed, writeRetention } from './log/compose.ts'
import { rowOf } from './log/entry.ts'
import { grow, signHead } from './log/heads.ts'
import { dossierIn } from './procedure-in.ts'

export function forgeRetention(side: Side, command: RetentionCommand): Promise<Written> {
  return forge(side, (place) => writeRetention(command, place))
}

export function forgeDestroyed(side: Side, parts: Deletion['parts']): Promise<Written> {
  return forge(side, (place) => writeDestroyed({ backups: 30, parts }, place))
}

function forge(side: Side, write: (place: Place) => Written): Promise<Written> {
  const { node } = side
  const relation = side.relation(RELATION)
  return node.store.locked(RELATION, async (writer) => {
    const { ours, theirs } = await writer.heads()
    const time = Math.max(node.clock(), ours.time)
    const written = write({ relation: RELATION, seen: theirs.size, time, random: node.random })
    const { row } = rowOf(relation.ours, ours.size, written.bytes, ours, dossierIn(node, relation))
    const parts = written.parts.map((part) => ({ leaf: row.leaf, ...part }))
    const grown = grow(ours, [row])
    await writer.append(relation.ours, [row], parts, grown.nodes, grown.head)
    const note = await signHead(node, relation, grown.head)
    await writer.putCheckpoint({ side: relation.ours, size: grown.head.size, note, cosignature: null })
    return written
  })
}
